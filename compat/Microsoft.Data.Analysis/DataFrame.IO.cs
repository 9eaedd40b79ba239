using System.Globalization;
using System.Text;

namespace Microsoft.Data.Analysis;

public partial class DataFrame
{
    /// <summary>Reads comma-separated values; the types of columns are guessed from the first rows where they are not given.</summary>
    public static DataFrame LoadCsv(
        string filename, char separator = ',', bool header = true, string[] columnNames = null, Type[] dataTypes = null, int numRows = -1,
        int guessRows = 10, bool addIndexColumn = false, Encoding encoding = null, bool renameDuplicatedColumns = false,
        CultureInfo cultureInfo = null)
    {
        using var stream = new FileStream(filename, FileMode.Open);
        try
        {
            return LoadCsv(
                stream, separator, header, columnNames, dataTypes, numRows, guessRows, addIndexColumn, encoding, renameDuplicatedColumns, cultureInfo);
        }
        catch (FormatException error)
        {
            throw new FormatException($"{filename}: {error.Message}", error);
        }
        catch (ArgumentException error)
        {
            throw new ArgumentException($"{filename}: {error.Message}", error);
        }
    }

    /// <inheritdoc cref="LoadCsv(string, char, bool, string[], Type[], int, int, bool, Encoding, bool, CultureInfo)"/>
    public static DataFrame LoadCsv(
        Stream csvStream, char separator = ',', bool header = true, string[] columnNames = null, Type[] dataTypes = null,
        long numberOfRowsToRead = -1, int guessRows = 10, bool addIndexColumn = false, Encoding encoding = null,
        bool renameDuplicatedColumns = false, CultureInfo cultureInfo = null, Func<IEnumerable<string>, Type> guessTypeFunction = null)
    {
        if (!csvStream.CanSeek) throw new ArgumentException("Expected a seekable stream", nameof(csvStream));
        using var reader = new StreamReader(csvStream, encoding ?? Encoding.UTF8, leaveOpen: true);
        return Read(
            reader, separator, header, columnNames, dataTypes, numberOfRowsToRead, guessRows, addIndexColumn, renameDuplicatedColumns,
            cultureInfo, guessTypeFunction);
    }

    /// <inheritdoc cref="LoadCsv(string, char, bool, string[], Type[], int, int, bool, Encoding, bool, CultureInfo)"/>
    public static DataFrame LoadCsvFromString(
        string csvString, char separator = ',', bool header = true, string[] columnNames = null, Type[] dataTypes = null,
        long numberOfRowsToRead = -1, int guessRows = 10, bool addIndexColumn = false, bool renameDuplicatedColumns = false,
        CultureInfo cultureInfo = null, Func<IEnumerable<string>, Type> guessTypeFunction = null) =>
        Read(
            new StringReader(csvString), separator, header, columnNames, dataTypes, numberOfRowsToRead, guessRows, addIndexColumn,
            renameDuplicatedColumns, cultureInfo, guessTypeFunction);

    /// <summary>Writes comma-separated values, in ASCII where no encoding is given.</summary>
    public static void SaveCsv(
        DataFrame dataFrame, string path, char separator = ',', bool header = true, Encoding encoding = null, CultureInfo cultureInfo = null)
    {
        using var stream = new FileStream(path, FileMode.Create);
        SaveCsv(dataFrame, stream, separator, header, encoding, cultureInfo);
    }

    /// <inheritdoc cref="SaveCsv(DataFrame, string, char, bool, Encoding, CultureInfo)"/>
    public static void SaveCsv(
        DataFrame dataFrame, Stream csvStream, char separator = ',', bool header = true, Encoding encoding = null,
        CultureInfo cultureInfo = null)
    {
        cultureInfo ??= CultureInfo.CurrentCulture;
        if (cultureInfo.NumberFormat.NumberDecimalSeparator == separator.ToString())
            throw new ArgumentException("Decimal separator cannot match the column separator");
        using var writer = new StreamWriter(csvStream, encoding ?? Encoding.ASCII, leaveOpen: true);
        if (header) writer.WriteLine(string.Join(separator, dataFrame.Columns.Select(column => Cell(column.Name))));
        foreach (var row in dataFrame.Rows) writer.WriteLine(string.Join(separator, row.Select(Cell)));

        string Cell(object value) => value switch
        {
            string text when text.AsSpan().IndexOfAny(separator, '\n', '"') >= 0 => $"\"{text.Replace("\"", "\"\"")}\"",
            float number => number.ToString("G9", cultureInfo),
            double number => number.ToString("G17", cultureInfo),
            _ => value?.ToString(),
        };
    }

    private static DataFrame Read(
        TextReader reader, char separator, bool header, string[] columnNames, Type[] dataTypes, long numberOfRowsToRead, int guessRows,
        bool addIndexColumn, bool renameDuplicatedColumns, CultureInfo cultureInfo, Func<IEnumerable<string>, Type> guessTypeFunction)
    {
        if (dataTypes is null && guessRows <= 0) throw new ArgumentException("Expected either guessRows or dataTypes to be provided");
        var lines = CsvLines.Read(reader, separator).ToList();
        if (lines.Count == 0) throw new FormatException("Empty file");
        if (renameDuplicatedColumns) lines[0] = [.. Renamed(lines[0])];
        if (header)
        {
            columnNames ??= lines[0];
            lines.RemoveAt(0);
        }
        if (numberOfRowsToRead != -1) lines = [.. lines.Take((int)numberOfRowsToRead)];

        var guessed = lines.Take(header ? guessRows - 1 : guessRows).ToArray(); // the original counts the header among them
        var width = dataTypes?.Length ?? guessed.Select(line => line.Length).DefaultIfEmpty(0).Max();
        var guess = guessTypeFunction ?? Guess;
        var columns = Enumerable.Range(0, width).Select(i => CreateColumn(
            dataTypes?[i] ?? guess(guessed.Select((line, row) =>
                i < line.Length ? line[i] : throw new FormatException($"Line {row + (header ? 2 : 1)} has less columns than expected"))),
            columnNames is null || i >= columnNames.Length || string.IsNullOrEmpty(columnNames[i]) ? $"Column{i}" : columnNames[i]));
        var result = new DataFrame(columns);
        for (var row = 0; row < lines.Count; row++) Append(row);
        if (addIndexColumn)
            result.Columns.Insert(0, new Int64DataFrameColumn("IndexColumn", Enumerable.Range(0, lines.Count).Select(i => (long)i)));
        return result;

        void Append(int row)
        {
            try
            {
                result.Append(lines[row], inPlace: true, cultureInfo);
            }
            catch (FormatException error)
            {
                throw new FormatException($"Line {row + (header ? 2 : 1)}: {error.Message}", error);
            }
            catch (ArgumentException error)
            {
                throw new ArgumentException($"Line {row + (header ? 2 : 1)}: {error.Message}", error);
            }
        }
    }

    private static IEnumerable<string> Renamed(string[] names)
    {
        var seen = new Dictionary<string, int>();
        foreach (var name in names)
        {
            var before = seen.GetValueOrDefault(name);
            seen[name] = before + 1;
            yield return before == 0 ? name : $"{name}.{before}";
        }
    }

    /// <summary>The type that holds all values: bool, float or string, whichever comes last of those met.</summary>
    private static Type Guess(IEnumerable<string> values)
    {
        Type[] kinds =
        [
            .. values.Where(value => !string.IsNullOrEmpty(value) && !value.Equals("null", StringComparison.OrdinalIgnoreCase))
                .Select(value => bool.TryParse(value, out _) ? typeof(bool) : float.TryParse(value, out _) ? typeof(float) : typeof(string)),
        ];
        return kinds.Length == 0 || kinds.Contains(typeof(string)) ? typeof(string)
            : kinds.Contains(typeof(float)) ? typeof(float) : typeof(bool);
    }

    private static DataFrameColumn CreateColumn(Type kind, string name) =>
        kind == typeof(bool) ? new BooleanDataFrameColumn(name)
        : kind == typeof(int) ? new Int32DataFrameColumn(name)
        : kind == typeof(long) ? new Int64DataFrameColumn(name)
        : kind == typeof(float) ? new SingleDataFrameColumn(name)
        : kind == typeof(double) ? new DoubleDataFrameColumn(name)
        : kind == typeof(string) ? new StringDataFrameColumn(name, 0)
        : throw new NotSupportedException(nameof(kind));
}
