using System.Collections;

namespace Microsoft.Data.Analysis;

/// <summary>A column of texts.</summary>
public class StringDataFrameColumn : DataFrameColumn, IEnumerable<string>
{
    private readonly List<string> _values;

    public StringDataFrameColumn(string name, long length = 0) : base(name, typeof(string)) => _values = [.. new string[length]];

    public StringDataFrameColumn(string name, IEnumerable<string> values) : base(name, typeof(string)) => _values = [.. values];

    public override long Length => _values.Count;

    public override long NullCount => _values.Count(value => value is null);

    public new string this[long rowIndex]
    {
        get => _values[(int)rowIndex];
        set => _values[(int)rowIndex] = value;
    }

    public void Append(string value) => _values.Add(value);

    public new StringDataFrameColumn Clone(long numberOfNullsToAppend = 0) => (StringDataFrameColumn)base.Clone(numberOfNullsToAppend);

    public new StringDataFrameColumn Sort(bool ascending = true, bool putNullValuesLast = true) =>
        (StringDataFrameColumn)base.Sort(ascending, putNullValuesLast);

    public IEnumerator<string> GetEnumerator() => _values.GetEnumerator();

    public PrimitiveDataFrameColumn<bool> ElementwiseEquals(string value) =>
        new BooleanDataFrameColumn(Name, _values.Select(item => item == value));

    public override PrimitiveDataFrameColumn<bool> ElementwiseEquals<T>(T value) => ElementwiseEquals(value?.ToString());

    public PrimitiveDataFrameColumn<bool> ElementwiseNotEquals(string value) =>
        new BooleanDataFrameColumn(Name, _values.Select(item => item != value));

    public override PrimitiveDataFrameColumn<bool> ElementwiseNotEquals<T>(T value) => ElementwiseNotEquals(value?.ToString());

    public override GroupBy GroupBy(int columnIndex, DataFrame parent) => Grouped<string>(columnIndex, parent);

    internal override void AppendValue(object value) => _values.Add((string)value);

    internal override PrimitiveDataFrameColumn<long> GetSortIndices(bool ascending, bool putNullValuesLast) =>
        Sorted(Comparer<string>.Default, ascending, putNullValuesLast);

    protected override object GetValue(long rowIndex) => this[rowIndex];

    protected override void SetValue(long rowIndex, object value) => this[rowIndex] =
        value is null or string ? (string)value : throw new ArgumentException($"Expected value to be of type {typeof(string)}", nameof(value));

    protected override IEnumerator GetEnumeratorCore() => GetEnumerator();

    private protected override DataFrameColumn CloneImplementation(DataFrameColumn mapIndices) =>
        new StringDataFrameColumn(Name, Mapped(mapIndices).Select(row => this[row]));
}
