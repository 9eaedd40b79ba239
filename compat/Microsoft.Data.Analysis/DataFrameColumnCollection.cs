using System.Collections.ObjectModel;

namespace Microsoft.Data.Analysis;

/// <summary>The columns of a table, by place and by name.</summary>
public class DataFrameColumnCollection : Collection<DataFrameColumn>
{
    internal DataFrameColumnCollection(IEnumerable<DataFrameColumn> columns)
    {
        foreach (var column in columns) Add(column);
    }

    internal long RowCount { get; set; }

    public DataFrameColumn this[string columnName]
    {
        get => IndexOf(columnName) is >= 0 and var index
            ? this[index]
            : throw new ArgumentException($"Column '{columnName}' does not exist", nameof(columnName));
        set
        {
            var index = IndexOf(columnName);
            value.SetName(columnName);
            if (index < 0) Add(value);
            else this[index] = value;
        }
    }

    public int IndexOf(string columnName) => Items.Index().FirstOrDefault(column => column.Item.Name == columnName, (-1, null)).Index;

    public void Remove(string columnName)
    {
        if (IndexOf(columnName) is >= 0 and var index) RemoveAt(index);
    }

    public void RenameColumn(string currentName, string newName) => this[currentName].SetName(newName);

    public void Insert<T>(int columnIndex, IEnumerable<T> column, string columnName) where T : unmanaged =>
        Insert(columnIndex, new PrimitiveDataFrameColumn<T>(columnName, column));

    public PrimitiveDataFrameColumn<T> GetPrimitiveColumn<T>(string name) where T : unmanaged => Typed<PrimitiveDataFrameColumn<T>>(name, nameof(T));

    public StringDataFrameColumn GetStringColumn(string name) => Typed<StringDataFrameColumn>(name);

    public BooleanDataFrameColumn GetBooleanColumn(string name) => Typed<BooleanDataFrameColumn>(name);

    public Int32DataFrameColumn GetInt32Column(string name) => Typed<Int32DataFrameColumn>(name);

    public Int64DataFrameColumn GetInt64Column(string name) => Typed<Int64DataFrameColumn>(name);

    public SingleDataFrameColumn GetSingleColumn(string name) => Typed<SingleDataFrameColumn>(name);

    public DoubleDataFrameColumn GetDoubleColumn(string name) => Typed<DoubleDataFrameColumn>(name);

    internal void MakeUnique(string name, DataFrameColumn except)
    {
        if (Items.Any(column => column.Name == name && !ReferenceEquals(column, except)))
            throw new ArgumentException($"DataFrame already contains a column called {name}", "column");
    }

    protected override void InsertItem(int columnIndex, DataFrameColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (Count > 0 && column.Length != RowCount) throw new ArgumentException("Column lengths are mismatched", nameof(column));
        MakeUnique(column.Name, except: null);
        column.AddOwner(this);
        RowCount = column.Length;
        base.InsertItem(columnIndex, column);
    }

    protected override void SetItem(int columnIndex, DataFrameColumn column)
    {
        ArgumentNullException.ThrowIfNull(column);
        if (RowCount > 0 && column.Length != RowCount) throw new ArgumentException("Column lengths are mismatched", nameof(column));
        MakeUnique(column.Name, except: this[columnIndex]);
        this[columnIndex].RemoveOwner(this);
        column.AddOwner(this);
        base.SetItem(columnIndex, column);
    }

    protected override void RemoveItem(int columnIndex)
    {
        this[columnIndex].RemoveOwner(this);
        base.RemoveItem(columnIndex);
        if (Count == 0) RowCount = 0;
    }

    protected override void ClearItems()
    {
        base.ClearItems();
        RowCount = 0;
    }

    private TColumn Typed<TColumn>(string name, string parameter = null) where TColumn : DataFrameColumn => this[name] as TColumn
        ?? throw new ArgumentException($"Cannot cast column holding {this[name].DataType} values to type {typeof(TColumn)}", parameter);
}
