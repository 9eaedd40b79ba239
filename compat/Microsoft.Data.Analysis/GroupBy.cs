using System.Globalization;

namespace Microsoft.Data.Analysis;

/// <summary>The rows of a table in groups; each function makes a table with one row a group, of all other columns or of those named.</summary>
public abstract class GroupBy
{
    /// <summary>How many values there are that are not null.</summary>
    public abstract DataFrame Count(params string[] columnNames);

    public abstract DataFrame First(params string[] columnNames);

    public abstract DataFrame Max(params string[] columnNames);

    public abstract DataFrame Min(params string[] columnNames);

    public abstract DataFrame Sum(params string[] columnNames);

    /// <summary>The sum over the number of rows, those with null counted, as in the original.</summary>
    public abstract DataFrame Mean(params string[] columnNames);
}

/// <inheritdoc/>
public class GroupBy<TKey> : GroupBy
{
    private readonly DataFrame _dataFrame;
    private readonly int _keyColumn;
    private readonly IDictionary<TKey, ICollection<long>> _groups;

    public GroupBy(DataFrame dataFrame, int groupByColumnIndex, IDictionary<TKey, ICollection<long>> keyToRowIndices) =>
        (_dataFrame, _keyColumn, _groups) = (dataFrame, groupByColumnIndex, keyToRowIndices);

    public IEnumerable<IGrouping<TKey, DataFrameRow>> Groupings =>
        _groups.SelectMany(group => group.Value.Select(row => (group.Key, Row: _dataFrame.Rows[row]))).GroupBy(pair => pair.Key, pair => pair.Row);

    public override DataFrame Count(params string[] columnNames) =>
        Each(columnNames, column => new PrimitiveDataFrameColumn<long>(column.Name), (column, rows) => (long)rows.Count(row => column[row] != null));

    public override DataFrame First(params string[] columnNames) => Each(columnNames, Empty, (column, rows) => column[rows.First()]);

    public override DataFrame Max(params string[] columnNames) => Each(columnNames, Empty, (column, rows) => column.Max(rows));

    public override DataFrame Min(params string[] columnNames) => Each(columnNames, Empty, (column, rows) => column.Min(rows));

    public override DataFrame Sum(params string[] columnNames) => Each(columnNames, Empty, (column, rows) => column.Sum(rows));

    public override DataFrame Mean(params string[] columnNames) => Each(
        columnNames, column => new PrimitiveDataFrameColumn<double>(column.Name),
        (column, rows) => Convert.ToDouble(column.Sum(rows), CultureInfo.InvariantCulture) / rows.Count);

    private static DataFrameColumn Empty(DataFrameColumn column) => column.Clone(new PrimitiveDataFrameColumn<long>("Empty"));

    private DataFrame Each(
        string[] columnNames, Func<DataFrameColumn, DataFrameColumn> create, Func<DataFrameColumn, ICollection<long>, object> value)
    {
        var keys = Empty(_dataFrame.Columns[_keyColumn]);
        foreach (var key in _groups.Keys) keys.AppendValue(key);
        var columns = new List<DataFrameColumn> { keys };
        foreach (var column in columnNames is [] or null ? _dataFrame.Columns : columnNames.Select(name => _dataFrame[name]))
        {
            if (ReferenceEquals(column, _dataFrame.Columns[_keyColumn])) continue;
            var result = create(column);
            foreach (var rows in _groups.Values) result.AppendValue(value(column, rows));
            columns.Add(result);
        }
        return new DataFrame(columns);
    }
}
