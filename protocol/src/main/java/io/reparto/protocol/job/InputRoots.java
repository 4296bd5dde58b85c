package io.reparto.protocol.job;

import java.io.IOException;
import java.nio.channels.SeekableByteChannel;
import java.nio.file.AccessDeniedException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.SecureDirectoryStream;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * The directories to which a cluster node confines what jobs read. What counts is where a path
 * leads to, its symbolic links resolved. Immutable and thread-safe.
 *
 * <p>Jobs get those of the node that plans them or runs their tasks as an argument ({@link
 * Job#plan(JobSpec, InputRoots)}, {@link Plan#openKernel(InputRoots)}). Not from a static field:
 * several nodes may live in one JVM, and an embedded runtime beside them, each with directories of
 * its own. Not within the plan: that crosses the wire, and what a node lets be read is for that
 * node to say.
 *
 * <p>Of a path that leads outside, nobody learns whether there is anything: it fails as one that is
 * missing.
 */
public final class InputRoots {

  /** Of a process whose user may name any file: everything is read that it has permission for. */
  public static final InputRoots ANYWHERE = new InputRoots(List.of(), true);

  private static final String KEY = "reparto.input.roots";

  private final List<Path> roots;
  private final boolean comparesTimes;

  private InputRoots(List<Path> roots, boolean comparesTimes) {
    this.roots = List.copyOf(roots);
    this.comparesTimes = comparesTimes;
  }

  /**
   * The directories and all below them; none for {@link #ANYWHERE}. Their own symbolic links are
   * resolved now.
   *
   * @param directories absolute paths
   * @throws IllegalArgumentException naming the first that is no directory or not absolute
   */
  public static InputRoots of(List<String> directories) {
    return directories.isEmpty()
        ? ANYWHERE
        : new InputRoots(directories.stream().map(InputRoots::root).toList(), true);
  }

  /** The same, where copies of a file on several nodes are one file whatever their times. */
  public InputRoots ofCopiesWithTimesOfTheirOwn() {
    return new InputRoots(roots, false);
  }

  /** Whether a file of another modification time than at planning is taken for another one. */
  public boolean comparesTimes() {
    return comparesTimes;
  }

  private static Path root(String directory) {
    try {
      Path path = Path.of(directory);
      if (path.isAbsolute() && Files.isDirectory(path)) {
        return path.toRealPath();
      }
    } catch (IOException | IllegalArgumentException e) {
      throw new IllegalArgumentException(
          KEY + " can't be read: value=" + directory + ", reason=" + e, e);
    }
    throw new IllegalArgumentException(
        KEY + " must name directories that exist, by absolute paths: value=" + directory);
  }

  /** Whether there is anything that must not be read. */
  public boolean confine() {
    return !roots.isEmpty();
  }

  /**
   * Where a path leads: the real path of a file or directory that may be read; empty if there is
   * none, or none within these directories. It may be another a moment later: what is to be read is
   * opened by {@link #open}.
   */
  public Optional<Path> find(Path path) {
    try {
      Path real = path.toRealPath();
      return roots.isEmpty() || rootOf(real).isPresent() ? Optional.of(real) : Optional.empty();
    } catch (IOException e) { // why is not told: it might be of what lies outside
      boolean isPipe = roots.isEmpty() && Files.exists(path); // such as /dev/fd/63: there, nowhere
      return isPipe ? Optional.of(path) : Optional.empty();
    }
  }

  private Optional<Path> rootOf(Path real) {
    return roots.stream().filter(real::startsWith).findFirst();
  }

  /** Why a path that is not {@linkplain #find found} can't be read. */
  public String missing() {
    return "no such file" + (roots.isEmpty() ? "" : " within " + KEY + "=" + roots);
  }

  /**
   * Opens a file for reading, at its start.
   *
   * @throws InputUnavailableException if it is missing, outside, or not to be read
   * @throws IOException for what may pass, such as too many open files
   */
  public SeekableByteChannel open(String path) throws IOException {
    return access(path, new Opening());
  }

  /**
   * Size, time and kind of a file.
   *
   * @throws InputUnavailableException as {@link #open}
   */
  public BasicFileAttributes attributes(String path) throws IOException {
    return access(path, new Looking());
  }

  private <T> T access(String path, Access<T> access) throws IOException {
    Path file = Path.of(path);
    try {
      if (roots.isEmpty()) {
        return access.anywhere(file);
      }
      Optional<Path> real = find(file);
      if (real.isPresent()) {
        return within(real.get(), access);
      }
      throw new InputUnavailableException(path, missing());
    } catch (IOException e) {
      boolean found = find(file).isPresent();
      if (e instanceof AccessDeniedException && (found || roots.isEmpty())) {
        throw new InputUnavailableException(path, "no permission to read it", e);
      }
      if (!found) {
        throw new InputUnavailableException(path, missing(), e);
      }
      throw e; // it is there
    }
  }

  /**
   * Goes down from the root, directory by directory, and follows no link: a real path has none, so
   * one that stands there was put there since, to lead elsewhere.
   *
   * @param real below one of the roots
   */
  <T> T within(Path real, Access<T> access) throws IOException {
    Path root = rootOf(real).orElseThrow();
    try (DirectoryStream<Path> directory = Files.newDirectoryStream(root)) {
      if (directory instanceof SecureDirectoryStream<Path> secure) {
        return below(secure, root.relativize(real), access);
      }
    }
    // No such way on this system: whoever may change directories within the roots could win a race.
    return access.anywhere(real);
  }

  private static <T> T below(SecureDirectoryStream<Path> directory, Path relative, Access<T> access)
      throws IOException {
    Path first = relative.getName(0);
    int names = relative.getNameCount();
    if (names == 1) {
      return access.below(directory, first);
    }
    try (SecureDirectoryStream<Path> next =
        directory.newDirectoryStream(first, LinkOption.NOFOLLOW_LINKS)) {
      return below(next, relative.subpath(1, names), access);
    }
  }

  /** What is done with a file once the way to it is known. */
  interface Access<T> {
    /** Follows links. */
    T anywhere(Path file) throws IOException;

    /** Follows none. */
    T below(SecureDirectoryStream<Path> directory, Path name) throws IOException;
  }

  static final class Opening implements Access<SeekableByteChannel> {
    @Override
    public SeekableByteChannel anywhere(Path file) throws IOException {
      return Files.newByteChannel(file, StandardOpenOption.READ);
    }

    @Override
    public SeekableByteChannel below(SecureDirectoryStream<Path> directory, Path name)
        throws IOException {
      return directory.newByteChannel(
          name, Set.of(StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS));
    }
  }

  private static final class Looking implements Access<BasicFileAttributes> {
    @Override
    public BasicFileAttributes anywhere(Path file) throws IOException {
      return Files.readAttributes(file, BasicFileAttributes.class);
    }

    @Override
    public BasicFileAttributes below(SecureDirectoryStream<Path> directory, Path name)
        throws IOException {
      return directory
          .getFileAttributeView(name, BasicFileAttributeView.class, LinkOption.NOFOLLOW_LINKS)
          .readAttributes();
    }
  }

  /** The directories, for people. */
  @Override
  public String toString() {
    return roots.isEmpty() ? "anywhere" : roots.toString();
  }
}
