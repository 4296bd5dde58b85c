import java.sql.DriverManager;
import java.util.List;
import java.util.stream.Collectors;

/** DuckDB, the schema given, all threads. Usage: DuckDbPeer groupby FILE | files GLOB */
final class DuckDbPeer {
  private static final List<String> NAMES = List.of("a", "b", "c", "d", "e");

  private DuckDbPeer() {}

  public static void main(String[] args) throws Exception {
    String path = "'" + args[1].replace("'", "''") + "'";
    String query = args[0].equals("groupby") ? groupBy(path) : files(path);
    long started = System.nanoTime();
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement()) {
      var out = new StringBuilder();
      var rows = statement.executeQuery(query);
      int columns = rows.getMetaData().getColumnCount();
      while (rows.next()) {
        if (args[0].equals("groupby")) {
          out.append(rows.getString(1));
          for (int column = 2; column <= columns; column++) {
            out.append(',').append(rows.getDouble(column));
          }
          out.append('\n');
        } else {
          for (int column = 1; column <= columns; column++) {
            out.append(NAMES.get(column - 1))
                .append(',')
                .append(rows.getDouble(column))
                .append('\n');
          }
        }
      }
      double seconds = (System.nanoTime() - started) / 1e9;
      System.err.printf(
          "inside=%.6f version=%s%n",
          seconds, connection.getMetaData().getDatabaseProductVersion());
      System.out.print(out);
    }
  }

  private static String groupBy(String path) {
    return "select station, min(temperature), avg(temperature), max(temperature) from read_csv("
        + path
        + ", delim=';', header=false, columns={'station': 'VARCHAR', 'temperature': 'DOUBLE'})"
        + " group by station";
  }

  private static String files(String path) {
    String means =
        NAMES.stream().map(name -> "avg(" + name + ")").collect(Collectors.joining(", "));
    String types =
        NAMES.stream().map(name -> "'" + name + "': 'DOUBLE'").collect(Collectors.joining(", "));
    return "select " + means + " from read_csv(" + path + ", header=true, columns={" + types + "})";
  }
}
