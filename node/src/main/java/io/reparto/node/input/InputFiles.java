package io.reparto.node.input;

import io.reparto.protocol.job.InvalidJobException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Locale;
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

  private InputFiles() {}

  /**
   * The files that the paths name.
   *
   * @return sorted by path; a file named twice is there once
   * @throws InvalidJobException for a path that is missing, unreadable or matches nothing
   */
  public static List<InputFile> resolve(List<String> paths) throws IOException {
    var found = new TreeMap<String, InputFile>();
    for (String text : paths) {
      Path path = path(text);
      List<Path> files;
      if (Files.isDirectory(path)) {
        files = walk(path, Integer.MAX_VALUE, file -> isData(path.relativize(file)));
        requireSome(files, "no data files below the directory", text);
      } else if (Files.exists(path)) {
        files = List.of(path);
      } else if (GLOB.matcher(text).find()) {
        files = matching(text);
        requireSome(files, "no file matches", text);
      } else {
        throw new InvalidJobException("no such file: path=" + text + nearNames(path));
      }
      for (Path file : files) {
        found.putIfAbsent(file.toAbsolutePath().normalize().toString(), describe(file));
      }
    }
    return List.copyOf(found.values());
  }

  private static Path path(String text) {
    try {
      return Path.of(text);
    } catch (InvalidPathException e) {
      throw new InvalidJobException("not a path: path=" + text, e);
    }
  }

  private static void requireSome(List<Path> files, String complaint, String text) {
    if (files.isEmpty()) {
      throw new InvalidJobException(complaint + ": path=" + text);
    }
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

  private static List<Path> matching(String glob) throws IOException {
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
    if (!Files.isDirectory(base)) {
      throw new InvalidJobException("no such directory: path=" + base + ", glob=" + glob);
    }
    long depth = glob.substring(literal).chars().filter(c -> c == '/').count() + 1;
    return walk(
        base,
        glob.contains("**") ? Integer.MAX_VALUE : (int) depth,
        file -> matcher.matches(file) && !file.getFileName().toString().startsWith("."));
  }

  private static List<Path> walk(Path base, int depth, Predicate<Path> wanted) throws IOException {
    try (Stream<Path> all = Files.walk(base, depth)) {
      return all.filter(file -> wanted.test(file) && Files.isRegularFile(file)).toList();
    } catch (java.io.UncheckedIOException e) {
      throw new InvalidJobException(
          "can't list the directory: path=" + base + ", reason=" + e.getCause(), e);
    }
  }

  private static InputFile describe(Path file) throws IOException {
    if (!Files.isReadable(file)) {
      throw new InvalidJobException("no permission to read the file: path=" + file);
    }
    BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
    if (!attributes.isRegularFile()) {
      throw new InvalidJobException("not a regular file: path=" + file);
    }
    return new InputFile(
        file.toString(), attributes.size(), attributes.lastModifiedTime().toMillis());
  }

  private static String nearNames(Path missing) throws IOException {
    Path parent = missing.toAbsolutePath().getParent();
    Path name = missing.getFileName();
    if (parent == null || name == null || !Files.isDirectory(parent)) {
      return "";
    }
    try (Stream<Path> siblings = Files.list(parent)) {
      List<String> names =
          siblings.limit(10_000).map(sibling -> sibling.getFileName().toString()).toList();
      List<String> near = NearNames.near(name.toString(), names);
      return near.isEmpty() ? "" : ", similar=" + near;
    }
  }
}
