package io.reparto.node.input;

import io.reparto.protocol.job.InputRoots;
import io.reparto.protocol.job.InputUnavailableException;
import io.reparto.protocol.job.InvalidJobException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import java.util.stream.Stream;

/**
 * Finds the files that the user means. A path is
 *
 * <ul>
 *   <li>a file, whatever its name;
 *   <li>a directory: all files below it whose names end in .csv, .tsv, .psv, .tab or .txt, or one
 *       of these and .gz; names that begin with a dot or an underscore are left out (temporary
 *       files and markers of other tools);
 *   <li>a glob with {@code *}, {@code ?}, {@code [...]}, <code>{a,b}</code>, and {@code **} for any
 *       directories: the files it matches, except those whose names begin with a dot.
 * </ul>
 */
public final class InputFiles {
  private static final Pattern GLOB = Pattern.compile("[*?\\[{]");
  private static final Pattern DATA =
      Pattern.compile(".*\\.(csv|tsv|psv|tab|txt)(\\.gz)?", Pattern.DOTALL);

  private final InputRoots roots;

  private InputFiles(InputRoots roots) {
    this.roots = roots;
  }

  /**
   * The files that the paths name.
   *
   * @param roots where they may lie
   * @return sorted by path; a file named twice is there once
   * @throws InvalidJobException for what is no path, no glob or no regular file
   * @throws InputUnavailableException for a path that is missing, outside, unreadable or matches
   *     nothing
   */
  public static List<InputFile> resolve(List<String> paths, InputRoots roots) throws IOException {
    var files = new InputFiles(roots);
    var found = new TreeMap<String, InputFile>();
    for (String text : paths) {
      for (Path file : files.named(text)) {
        found.putIfAbsent(file.toAbsolutePath().normalize().toString(), files.describe(file));
      }
    }
    return List.copyOf(found.values());
  }

  private List<Path> named(String text) throws IOException {
    Path path = path(text);
    Optional<Path> real = roots.find(path);
    if (real.isPresent() && Files.isDirectory(real.get())) {
      return requireSome(
          walk(path, real.get(), Integer.MAX_VALUE, file -> isData(path.relativize(file))),
          "no data files below the directory",
          text);
    }
    if (real.isPresent()) {
      return List.of(path);
    }
    if (GLOB.matcher(text).find()) {
      return requireSome(matching(text), "no file matches", text);
    }
    throw new InputUnavailableException(text, roots.missing() + nearNames(path));
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new InvalidJobException("not a path: path=" + text, e);
    }
  }

  private static List<Path> requireSome(List<Path> files, String complaint, String text) {
    if (files.isEmpty()) {
      throw new InputUnavailableException(text, complaint);
    }
    return files;
  }

  private static boolean isData(Path relative) {
    for (Path part : relative) {
      String name = part.toString();
      if (name.startsWith(".") || name.startsWith("_")) {
        return false;
      }
    }
    return DATA.matcher(relative.getFileName().toString().toLowerCase(Locale.ROOT)).matches();
  }

  private List<Path> matching(String glob) throws IOException {
    PathMatcher matcher;
    try {
      matcher = FileSystems.getDefault().getPathMatcher("glob:" + glob);
    } catch (PatternSyntaxException e) {
      throw new InvalidJobException(
          "not a glob: path=" + glob + ", reason=" + e.getDescription(), e);
    }
    // Walk from the last directory before the first special character.
    var special = GLOB.matcher(glob);
    int literal = special.find() ? glob.lastIndexOf('/', special.start()) + 1 : 0;
    Path base = Path.of(glob.substring(0, literal));
    Path real =
        roots
            .find(base)
            .filter(Files::isDirectory)
            .orElseThrow(
                () -> new InputUnavailableException(glob, roots.missing() + ", directory=" + base));
    long depth = glob.substring(literal).chars().filter(c -> c == '/').count() + 1;
    return walk(
        base,
        real,
        glob.contains("**") ? Integer.MAX_VALUE : (int) depth,
        file -> matcher.matches(file) && !file.getFileName().toString().startsWith("."));
  }

  /**
   * The files wanted below a directory; directories that are links are not entered.
   *
   * @param base what the files' paths begin with
   * @param real where it leads
   * @param wanted by their paths
   */
  private List<Path> walk(Path base, Path real, int depth, Predicate<Path> wanted) {
    try (Stream<Path> all = Files.walk(real, depth)) {
      return all.map(file -> base.resolve(real.relativize(file)))
          .filter(file -> wanted.test(file) && isFile(file))
          .toList();
    } catch (IOException e) {
      throw cannotList(base, e);
    } catch (UncheckedIOException e) {
      throw cannotList(base, e.getCause());
    }
  }

  private static InputUnavailableException cannotList(Path directory, IOException cause) {
    return new InputUnavailableException(
        directory.toString(), "can't list the directory, reason=" + cause, cause);
  }

  /** A link out of the roots is not left out without a word, and nobody learns where it leads. */
  private boolean isFile(Path file) {
    if (roots.confine() && Files.isSymbolicLink(file) && roots.find(file).isEmpty()) {
      throw new InputUnavailableException(file.toString(), roots.missing());
    }
    return Files.isRegularFile(file);
  }

  private InputFile describe(Path file) throws IOException {
    BasicFileAttributes attributes = roots.attributes(file.toString());
    if (!attributes.isRegularFile()) {
      throw new InvalidJobException("not a regular file: path=" + file);
    }
    if (!Files.isReadable(file)) {
      throw new InputUnavailableException(file.toString(), "no permission to read it");
    }
    return new InputFile(
        file.toString(), attributes.size(), attributes.lastModifiedTime().toMillis());
  }

  private String nearNames(Path missing) throws IOException {
    Path name = missing.getFileName();
    Optional<Path> parent =
        Optional.ofNullable(missing.toAbsolutePath().getParent())
            .flatMap(roots::find)
            .filter(Files::isDirectory);
    if (parent.isEmpty() || name == null) {
      return "";
    }
    try (Stream<Path> siblings = Files.list(parent.get())) {
      List<String> names =
          siblings
              .limit(10_000)
              .map(sibling -> sibling.getFileName().toString())
              .filter(sibling -> !sibling.equals(name.toString())) // a link that leads nowhere
              .toList();
      List<String> near = NearNames.near(name.toString(), names);
      return near.isEmpty() ? "" : ", similar=" + near;
    }
  }
}
