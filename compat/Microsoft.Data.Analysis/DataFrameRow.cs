using System.Collections;

namespace Microsoft.Data.Analysis;

/// <summary>A row of a table.</summary>
public class DataFrameRow : IEnumerable<object>
{
    private readonly DataFrame _dataFrame;
    private readonly long _rowIndex;

    internal DataFrameRow(DataFrame dataFrame, long rowIndex) => (_dataFrame, _rowIndex) = (dataFrame, rowIndex);

    public object this[int index]
    {
        get => _dataFrame.Columns[index][_rowIndex];
        set => _dataFrame.Columns[index][_rowIndex] = value;
    }

    public object this[string columnName]
    {
        get => _dataFrame[columnName][_rowIndex];
        set => _dataFrame[columnName][_rowIndex] = value;
    }

    public IEnumerator<object> GetEnumerator() => _dataFrame.Columns.Select(column => column[_rowIndex]).GetEnumerator();

    public IEnumerable<KeyValuePair<string, object>> GetValues() =>
        _dataFrame.Columns.Select(column => KeyValuePair.Create(column.Name, column[_rowIndex]));

    public override string ToString() => string.Concat(this.Select(value => (value?.ToString() ?? "null") + " "));

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}

/// <summary>The rows of a table.</summary>
public class DataFrameRowCollection : IEnumerable<DataFrameRow>
{
    private readonly DataFrame _dataFrame;

    internal DataFrameRowCollection(DataFrame dataFrame) => _dataFrame = dataFrame;

    public DataFrameRow this[long index] => new(_dataFrame, index);

    public long Count => _dataFrame.Columns.RowCount;

    public IEnumerator<DataFrameRow> GetEnumerator()
    {
        for (long i = 0; i < Count; i++) yield return this[i];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
