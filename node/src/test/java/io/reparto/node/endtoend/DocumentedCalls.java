package io.reparto.node.endtoend;

import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** The calls by curl that our documents show, to be run as they stand there. */
final class DocumentedCalls {
  private static final Pattern FENCED = Pattern.compile("(?ms)^```(sh|console)\n(.*?)^```$");

  private DocumentedCalls() {}

  /**
   * The blocks of a document that call curl, in order, as lines for bash.
   *
   * @param path below the top of the source tree
   */
  static List<String> of(String path) throws IOException {
    var blocks = new ArrayList<String>();
    var fenced = FENCED.matcher(Files.readString(RepartoProcess.HOME.resolve(path)));
    while (fenced.find()) {
      String block = fenced.group(2);
      if (block.contains("curl")) {
        blocks.add(fenced.group(1).equals("sh") ? block : commands(block));
      }
    }
    return blocks;
  }

  /** What follows a prompt, without what it prints. */
  private static String commands(String console) {
    var commands = new StringBuilder();
    console
        .lines()
        .filter(line -> line.startsWith("$ "))
        .forEach(line -> commands.append(line.substring(2)).append('\n'));
    return commands.toString();
  }
}
