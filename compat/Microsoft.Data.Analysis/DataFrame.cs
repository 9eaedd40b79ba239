using System.Globalization;
using System.Text;

namespace Microsoft.Data.Analysis;

/// <summary>A table of named, typed columns of equal length.</summary>
public partial class DataFrame
{
    private const int RowsInPreview = 25;

    /// <summary>A table of these columns.</summary>
    /// <exception cref="ArgumentException">Their lengths differ, or two have one name.</exception>
    public DataFrame(IEnumerable<DataFrameColumn> columns)
    {
        Columns = new DataFrameColumnCollection(columns);
        Rows = new DataFrameRowCollection(this);
    }

    /// <inheritdoc cref="DataFrame(IEnumerable{DataFrameColumn})"/>
    public DataFrame(params DataFrameColumn[] columns) : this((IEnumerable<DataFrameColumn>)columns) { }

    public DataFrameColumnCollection Columns { get; }

    public DataFrameRowCollection Rows { get; }

    public object this[long rowIndex, int columnIndex]
    {
        get => Columns[columnIndex][rowIndex];
        set => Columns[columnIndex][rowIndex] = value;
    }

    public DataFrameColumn this[string columnName]
    {
        get => Columns[columnName];
        set => Columns[columnName] = value;
    }

    public DataFrame this[PrimitiveDataFrameColumn<bool> rowFilter] => Filter(rowFilter);

    public DataFrame this[PrimitiveDataFrameColumn<int> rowIndices] => Filter(rowIndices);

    public DataFrame this[PrimitiveDataFrameColumn<long> rowIndices] => Filter(rowIndices);

    public DataFrame this[IEnumerable<int> rowIndices] => Filter(new PrimitiveDataFrameColumn<int>("Filter", rowIndices));

    public DataFrame this[IEnumerable<long> rowIndices] => Filter(new PrimitiveDataFrameColumn<long>("Filter", rowIndices));

    public DataFrame this[IEnumerable<bool> rowFilter] => Filter(new PrimitiveDataFrameColumn<bool>("Filter", rowFilter));

    /// <summary>The rows for which the filter is true.</summary>
    public DataFrame Filter(PrimitiveDataFrameColumn<bool> filter) => Clone(filter);

    /// <summary>The rows with these numbers, in their order.</summary>
    public DataFrame Filter(PrimitiveDataFrameColumn<int> rowIndices) => Clone(rowIndices);

    /// <inheritdoc cref="Filter(PrimitiveDataFrameColumn{int})"/>
    public DataFrame Filter(PrimitiveDataFrameColumn<long> rowIndices) => Clone(rowIndices);

    /// <summary>The first rows.</summary>
    public DataFrame Head(int numberOfRows) => this[Enumerable.Range(0, numberOfRows)];

    /// <summary>The last rows.</summary>
    public DataFrame Tail(int numberOfRows) => this[Enumerable.Range(0, numberOfRows).Select(i => Rows.Count - numberOfRows + i)];

    public DataFrame Clone() => new(Columns.Select(column => column.Clone()));

    /// <summary>The rows in the order of a column.</summary>
    public DataFrame OrderBy(string columnName, bool ascending = true, bool putNullValuesLast = true) =>
        Clone(Columns[columnName].GetSortIndices(ascending, putNullValuesLast));

    /// <inheritdoc cref="OrderBy"/>
    public DataFrame OrderByDescending(string columnName, bool putNullValuesLast = true) => OrderBy(columnName, false, putNullValuesLast);

    /// <summary>The rows in groups of one value of a column; rows without one are left out.</summary>
    public GroupBy GroupBy(string columnName)
    {
        var index = Columns.IndexOf(columnName);
        return index >= 0
            ? Columns[index].GroupBy(index, this)
            : throw new ArgumentException($"Column '{columnName}' does not exist", nameof(columnName));
    }

    /// <inheritdoc cref="GroupBy(string)"/>
    public GroupBy<TKey> GroupBy<TKey>(string columnName) => GroupBy(columnName) as GroupBy<TKey>
        ?? throw new InvalidCastException($"Cannot cast elements of column '{columnName}' type of {this[columnName].DataType} to type {typeof(TKey)} used as TKey in grouping ");

    /// <summary>Appends rows of a table with the same columns, to this table or to a copy.</summary>
    public DataFrame Append(IEnumerable<DataFrameRow> rows, bool inPlace = false, CultureInfo cultureInfo = null)
    {
        var result = inPlace ? this : Clone();
        foreach (var row in rows) result.Append(row.GetValues(), inPlace: true, cultureInfo);
        return result;
    }

    /// <summary>Appends a row, to this table or to a copy; values are converted to their columns' types, missing ones are null.</summary>
    public DataFrame Append(IEnumerable<object> row = null, bool inPlace = false, CultureInfo cultureInfo = null)
    {
        var values = row?.ToArray() ?? [];
        return values.Length <= Columns.Count
            ? AppendRow(Columns.Zip(values, (column, value) => (column.Name, IsNull(value, column) ? null : value)), inPlace, cultureInfo)
            : throw new ArgumentException($"Parameter.Count exceeds the number of columns({Columns.Count}) in the DataFrame ", nameof(row));
    }

    /// <inheritdoc cref="Append(IEnumerable{object}, bool, CultureInfo)"/>
    public DataFrame Append(IEnumerable<KeyValuePair<string, object>> row, bool inPlace = false, CultureInfo cultureInfo = null)
    {
        ArgumentNullException.ThrowIfNull(row);
        return AppendRow(row.Select(value => (value.Key, value.Value)), inPlace, cultureInfo);
    }

    public override string ToString() => ToString(RowsInPreview);

    /// <summary>The first rows as text in columns at least ten characters wide.</summary>
    public string ToString(long rowsToShow)
    {
        var text = new StringBuilder();
        var width = Math.Max(10, Columns.Select(column => column.Name.Length + 1).DefaultIfEmpty(1).Max());
        AppendLine(Columns.Select(column => column.Name));
        var shown = Math.Min(Rows.Count, rowsToShow);
        for (long i = 0; i < shown; i++) AppendLine(Rows[i].Select(value => (value ?? "null").ToString()));
        if (shown < Rows.Count) text.AppendLine($"  ... {rowsToShow} of total {Rows.Count}");
        return text.ToString();

        void AppendLine(IEnumerable<string> cells) => text.AppendLine(string.Concat(cells.Select(cell => cell.PadRight(width))));
    }

    private static bool IsNull(object value, DataFrameColumn column) => value is string text
        && ((text.Length == 0 && column.DataType != typeof(string)) || text.Equals("null", StringComparison.OrdinalIgnoreCase));

    private DataFrame AppendRow(IEnumerable<(string Column, object Value)> row, bool inPlace, CultureInfo cultureInfo)
    {
        var result = inPlace ? this : Clone();
        var values = new object[Columns.Count]; // converted before the first column grows: a wrong value leaves the table as it was
        foreach (var (name, value) in row)
        {
            var column = result.Columns[name];
            values[result.Columns.IndexOf(name)] =
                value is null ? null : Convert.ChangeType(value, column.DataType, cultureInfo ?? CultureInfo.CurrentCulture);
        }
        foreach (var (column, value) in result.Columns.Zip(values)) column.AppendValue(value);
        result.Columns.RowCount++;
        return result;
    }

    private DataFrame Clone(DataFrameColumn mapIndices) => new(Columns.Select(column => column.Clone(mapIndices)));
}
