using System.Collections;
using System.Text;

namespace Microsoft.Data.Analysis;

/// <summary>A named column of values of one type, null among them.</summary>
public abstract class DataFrameColumn : IEnumerable
{
    private readonly List<DataFrameColumnCollection> _owners = [];

    private protected DataFrameColumn(string name, Type type) => (Name, DataType) = (name, type);

    public static PrimitiveDataFrameColumn<T> Create<T>(string name, IEnumerable<T?> values) where T : unmanaged => new(name, values);

    public static PrimitiveDataFrameColumn<T> Create<T>(string name, IEnumerable<T> values) where T : unmanaged => new(name, values);

    public static StringDataFrameColumn Create(string name, IEnumerable<string> values) => new(name, values);

    public string Name { get; private set; }

    public Type DataType { get; }

    public abstract long Length { get; }

    public abstract long NullCount { get; }

    public object this[long rowIndex]
    {
        get => GetValue(rowIndex);
        set => SetValue(rowIndex, value);
    }

    public void SetName(string newName)
    {
        foreach (var owner in _owners) owner.MakeUnique(newName, except: this);
        Name = newName;
    }

    public DataFrameColumn Clone(long numberOfNullsToAppend = 0)
    {
        var copy = CloneImplementation(null);
        for (long i = 0; i < numberOfNullsToAppend; i++) copy.AppendValue(null);
        return copy;
    }

    /// <summary>The rows with these numbers, or those for which the column of truth values says so.</summary>
    public DataFrameColumn Clone(DataFrameColumn mapIndices, bool invertMapIndices = false, long numberOfNullsToAppend = 0)
    {
        if (invertMapIndices) throw new NotSupportedException("Inverted row numbers are not part of this subset.");
        var copy = CloneImplementation(mapIndices);
        for (long i = 0; i < numberOfNullsToAppend; i++) copy.AppendValue(null);
        return copy;
    }

    public DataFrameColumn Sort(bool ascending = true, bool putNullValuesLast = true) => Clone(GetSortIndices(ascending, putNullValuesLast));

    public virtual bool IsValid(long index) => this[index] != null;

    public virtual bool IsNumericColumn() => false;

    public virtual double Mean() => throw new NotImplementedException();

    public virtual double Median() => throw new NotImplementedException();

    public virtual object Max() => Max(AllRows());

    public virtual object Max(IEnumerable<long> rowIndices) => throw new NotImplementedException();

    public virtual object Min() => Min(AllRows());

    public virtual object Min(IEnumerable<long> rowIndices) => throw new NotImplementedException();

    public virtual object Sum() => Sum(AllRows());

    public virtual object Sum(IEnumerable<long> rowIndices) => throw new NotImplementedException();

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseEquals<T>(T value) => throw new NotImplementedException();

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseNotEquals<T>(T value) => throw new NotImplementedException();

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseGreaterThanOrEqual<T>(T value) => throw new NotImplementedException();

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseLessThanOrEqual<T>(T value) => throw new NotImplementedException();

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseGreaterThan<T>(T value) => throw new NotImplementedException();

    public virtual PrimitiveDataFrameColumn<bool> ElementwiseLessThan<T>(T value) => throw new NotImplementedException();

    public abstract GroupBy GroupBy(int columnIndex, DataFrame parent);

    public override string ToString() => ToString(25);

    /// <summary>The first values, one a line, between the name and the name with the type.</summary>
    public string ToString(long rowsToShow)
    {
        var text = new StringBuilder(Name);
        var shown = Math.Min(Length, rowsToShow);
        for (long i = 0; i < shown; i++) text.AppendLine((this[i] ?? "null").ToString());
        if (shown < Length) text.AppendLine($"  ... {rowsToShow} of total {Length}");
        return text.Append($"Name: {Name}, Type: {DataType}").ToString();
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumeratorCore();

    internal void AddOwner(DataFrameColumnCollection owner) => _owners.Add(owner);

    internal void RemoveOwner(DataFrameColumnCollection owner) => _owners.Remove(owner);

    internal abstract void AppendValue(object value);

    internal abstract PrimitiveDataFrameColumn<long> GetSortIndices(bool ascending, bool putNullValuesLast);

    protected abstract object GetValue(long rowIndex);

    protected abstract void SetValue(long rowIndex, object value);

    protected abstract IEnumerator GetEnumeratorCore();

    private protected abstract DataFrameColumn CloneImplementation(DataFrameColumn mapIndices);

    private protected IEnumerable<long> AllRows() => Enumerable.Range(0, (int)Length).Select(i => (long)i);

    /// <summary>The row numbers that a filter or a list of row numbers stands for.</summary>
    private protected IEnumerable<long> Mapped(DataFrameColumn mapIndices) => mapIndices switch
    {
        null => AllRows(),
        PrimitiveDataFrameColumn<bool> filter when filter.Length > Length => throw new ArgumentException("MapIndices exceeds column length", "boolColumn"),
        PrimitiveDataFrameColumn<bool> filter => filter.Index().Where(row => row.Item == true).Select(row => (long)row.Index),
        PrimitiveDataFrameColumn<int> rows => rows.Select(row => (long)row.Value),
        PrimitiveDataFrameColumn<long> rows => rows.Select(row => row.Value),
        _ => throw new ArgumentException($"Expected value to be of type {typeof(long)}, {typeof(int)} or {typeof(bool)}", nameof(mapIndices)),
    };

    /// <summary>Row numbers in the order of the values, equal ones as they were.</summary>
    private protected PrimitiveDataFrameColumn<long> Sorted<T>(IComparer<T> comparer, bool ascending, bool putNullValuesLast)
    {
        var valid = AllRows().Where(IsValid);
        var order = ascending ? valid.OrderBy(row => (T)this[row], comparer) : valid.OrderByDescending(row => (T)this[row], comparer);
        var nulls = AllRows().Where(row => !IsValid(row));
        return new Int64DataFrameColumn("SortIndices", putNullValuesLast ? order.Concat(nulls) : nulls.Concat(order));
    }

    /// <summary>The row numbers of each value, values in the order in which they first occur.</summary>
    private protected GroupBy Grouped<TKey>(int columnIndex, DataFrame parent)
    {
        var groups = new Dictionary<TKey, ICollection<long>>();
        foreach (var row in AllRows().Where(IsValid))
        {
            var key = (TKey)this[row];
            if (!groups.TryGetValue(key, out var rows)) groups.Add(key, rows = new List<long>());
            rows.Add(row);
        }
        return new GroupBy<TKey>(parent, columnIndex, groups);
    }
}
