using System.Collections;
using System.Globalization;
using System.Numerics;

namespace Microsoft.Data.Analysis;

/// <summary>A column of numbers or truth values.</summary>
public class PrimitiveDataFrameColumn<T> : DataFrameColumn, IEnumerable<T?> where T : unmanaged
{
    private readonly List<T?> _values;

    public PrimitiveDataFrameColumn(string name, IEnumerable<T?> values) : base(name, typeof(T)) => _values = [.. values];

    public PrimitiveDataFrameColumn(string name, IEnumerable<T> values) : base(name, typeof(T)) => _values = [.. values];

    public PrimitiveDataFrameColumn(string name, long length = 0) : base(name, typeof(T)) => _values = [.. new T?[length]];

    public override long Length => _values.Count;

    public override long NullCount => _values.Count(value => value is null);

    public new T? this[long rowIndex]
    {
        get => _values[(int)rowIndex];
        set => _values[(int)rowIndex] = value;
    }

    public void Append(T? value) => _values.Add(value);

    public new PrimitiveDataFrameColumn<T> Clone(long numberOfNullsToAppend = 0) => (PrimitiveDataFrameColumn<T>)base.Clone(numberOfNullsToAppend);

    public new PrimitiveDataFrameColumn<T> Sort(bool ascending = true, bool putNullValuesLast = true) =>
        (PrimitiveDataFrameColumn<T>)base.Sort(ascending, putNullValuesLast);

    public IEnumerator<T?> GetEnumerator() => _values.GetEnumerator();

    public override bool IsNumericColumn() => typeof(T) != typeof(bool);

    public override double Mean() => Length == 0 ? 0 : Convert.ToDouble(Sum(), CultureInfo.InvariantCulture) / (Length - NullCount);

    public override double Median()
    {
        double[] sorted = [.. Valid(AllRows()).Select(value => Convert.ToDouble(value, CultureInfo.InvariantCulture)).Order()];
        return sorted.Length == 0 ? 0 : (sorted[(sorted.Length - 1) / 2] + sorted[sorted.Length / 2]) / 2;
    }

    public override object Max() => Numbers(Valid(AllRows())).Max();

    /// <summary>The largest of some values; null counts as zero, as in the original.</summary>
    public override object Max(IEnumerable<long> rowIndices) => Numbers(OrZero(rowIndices)).Max();

    public override object Min() => Numbers(Valid(AllRows())).Min();

    /// <summary>The smallest of some values; null counts as zero, as in the original.</summary>
    public override object Min(IEnumerable<long> rowIndices) => Numbers(OrZero(rowIndices)).Min();

    public override object Sum(IEnumerable<long> rowIndices) => (object)Valid(rowIndices) switch
    {
        IEnumerable<int> values => Total(values),
        IEnumerable<long> values => Total(values),
        IEnumerable<float> values => Total(values),
        IEnumerable<double> values => Total(values),
        _ => throw new NotSupportedException(),
    };

    public override PrimitiveDataFrameColumn<bool> ElementwiseEquals<U>(U value) => Compared(value, order => order == 0);

    public override PrimitiveDataFrameColumn<bool> ElementwiseNotEquals<U>(U value) => Compared(value, order => order != 0);

    public override PrimitiveDataFrameColumn<bool> ElementwiseGreaterThanOrEqual<U>(U value) => Compared(value, order => order >= 0);

    public override PrimitiveDataFrameColumn<bool> ElementwiseLessThanOrEqual<U>(U value) => Compared(value, order => order <= 0);

    public override PrimitiveDataFrameColumn<bool> ElementwiseGreaterThan<U>(U value) => Compared(value, order => order > 0);

    public override PrimitiveDataFrameColumn<bool> ElementwiseLessThan<U>(U value) => Compared(value, order => order < 0);

    public override GroupBy GroupBy(int columnIndex, DataFrame parent) => Grouped<T>(columnIndex, parent);

    internal override void AppendValue(object value) => _values.Add((T?)value);

    internal override PrimitiveDataFrameColumn<long> GetSortIndices(bool ascending, bool putNullValuesLast) =>
        Sorted(Comparer<T>.Default, ascending, putNullValuesLast);

    protected virtual PrimitiveDataFrameColumn<T> CreateNewColumn(string name, long length = 0) => new(name, length);

    protected override object GetValue(long rowIndex) => this[rowIndex];

    protected override void SetValue(long rowIndex, object value) => this[rowIndex] =
        value is null or T ? (T?)value : throw new ArgumentException($"Expected value to be of type {DataType}", nameof(value));

    protected override IEnumerator GetEnumeratorCore() => GetEnumerator();

    private protected override DataFrameColumn CloneImplementation(DataFrameColumn mapIndices)
    {
        var copy = CreateNewColumn(Name);
        copy._values.AddRange(Mapped(mapIndices).Select(row => this[row]));
        return copy;
    }

    private static object Total<N>(IEnumerable<N> values) where N : INumber<N> => values.Aggregate(N.Zero, (sum, value) => sum + value);

    private IEnumerable<T> Valid(IEnumerable<long> rows) => rows.Where(row => _values[(int)row] is not null).Select(row => _values[(int)row].Value);

    private IEnumerable<T> OrZero(IEnumerable<long> rows) => rows.Select(row => _values[(int)row].GetValueOrDefault());

    private IEnumerable<T> Numbers(IEnumerable<T> values) => IsNumericColumn() ? values : throw new NotSupportedException();

    /// <summary>Compares as the column's own type, or as double where the value is of another; null compares as zero, as in the original.</summary>
    private BooleanDataFrameColumn Compared<U>(U value, Func<int, bool> holds)
    {
        if ((typeof(T) == typeof(bool)) != (typeof(U) == typeof(bool))) throw new NotSupportedException();
        Func<T, int> order = value is T same
            ? item => Comparer<T>.Default.Compare(item, same)
            : item => Convert.ToDouble(item, CultureInfo.InvariantCulture).CompareTo(Convert.ToDouble(value, CultureInfo.InvariantCulture));
        return new BooleanDataFrameColumn(Name, _values.Select(item => holds(order(item.GetValueOrDefault()))));
    }
}
