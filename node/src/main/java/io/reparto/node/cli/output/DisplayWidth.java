package io.reparto.node.cli.output;

/** How many columns of a terminal a text takes. */
public final class DisplayWidth {
  private DisplayWidth() {}

  public static int of(String text) {
    int width = 0;
    for (int index = 0; index < text.length(); ) {
      int point = text.codePointAt(index);
      width += of(point);
      index += Character.charCount(point);
    }
    return width;
  }

  /** The longest beginning of {@code text} that takes at most {@code columns}. */
  public static String cut(String text, int columns) {
    int width = 0;
    int index = 0;
    while (index < text.length()) {
      int point = text.codePointAt(index);
      width += of(point);
      if (width > columns) {
        break;
      }
      index += Character.charCount(point);
    }
    return text.substring(0, index);
  }

  /** Wide are the East Asian blocks and the emoji of Unicode's EastAsianWidth.txt, by range. */
  private static int of(int point) {
    if (point < 0x300) {
      return 1;
    }
    int type = Character.getType(point);
    if (type == Character.NON_SPACING_MARK
        || type == Character.ENCLOSING_MARK
        || type == Character.FORMAT) {
      return 0;
    }
    boolean wide =
        (point >= 0x1100 && point <= 0x115F)
            || (point >= 0x2E80 && point <= 0x303E)
            || (point >= 0x3041 && point <= 0xA4CF)
            || (point >= 0xAC00 && point <= 0xD7A3)
            || (point >= 0xF900 && point <= 0xFAFF)
            || (point >= 0xFE30 && point <= 0xFE6F)
            || (point >= 0xFF00 && point <= 0xFF60)
            || (point >= 0xFFE0 && point <= 0xFFE6)
            || (point >= 0x1F300 && point <= 0x1F64F)
            || (point >= 0x1F900 && point <= 0x1F9FF)
            || (point >= 0x20000 && point <= 0x3FFFD);
    return wide ? 2 : 1;
  }
}
