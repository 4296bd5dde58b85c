package io.reparto.node.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class KeptSettingsTest {
  @TempDir Path directory;

  @Test
  void givenValuesOfEveryType_whenWritten_thenTheyAreReadBack() throws IOException {
    var settings = new LinkedHashMap<String, Object>();
    settings.put("text, with dots.and \"quotes\"", "ñandú");
    settings.put("numbers", List.of(1, -2L << 40, 0.1));
    settings.put("nested", Map.of("empty", Map.of(), "truths", List.of(true, false)));
    settings.put("nothing", null);
    settings.put("nothings", Arrays.asList("one", null));
    Path file = directory.resolve("settings");

    KeptSettings.write(file, settings);

    assertThat(KeptSettings.read(file)).isEqualTo(settings);
  }

  @Test
  void givenAFileCutShort_whenRead_thenItIsNamed() throws IOException {
    Path file = directory.resolve("settings");
    KeptSettings.write(file, Map.of("key", "value"));
    byte[] bytes = Files.readAllBytes(file);
    Files.write(file, Arrays.copyOf(bytes, bytes.length - 1));

    assertThatThrownBy(() -> KeptSettings.read(file))
        .isInstanceOf(UncheckedIOException.class)
        .hasMessageContaining(file.toString());
  }

  @Test
  void givenAValueOfAnotherType_whenWritten_thenItIsRefused() {
    assertThatThrownBy(
            () -> KeptSettings.write(directory.resolve("settings"), Map.of("set", Set.of())))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
