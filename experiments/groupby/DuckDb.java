import java.sql.DriverManager;

/** The same query by DuckDB, schema given, all threads; prints CSV in the order of the stations. */
class DuckDb {
  public static void main(String[] args) throws Exception {
    try (var connection = DriverManager.getConnection("jdbc:duckdb:");
        var statement = connection.createStatement()) {
      var file = args[0].replace("'", "''");
      var rows =
          statement.executeQuery(
              "select station, min(temperature), avg(temperature), max(temperature) from read_csv('"
                  + file
                  + "', delim=';', header=false, columns={'station': 'VARCHAR', 'temperature': 'DOUBLE'})"
                  + " group by station order by station");
      var out = new StringBuilder("station,min,mean,max\n");
      while (rows.next()) {
        out.append(rows.getString(1));
        for (int column = 2; column <= 4; column++) {
          out.append(',').append(rows.getDouble(column));
        }
        out.append('\n');
      }
      System.out.print(out);
    }
  }
}
