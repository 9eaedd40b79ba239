namespace Microsoft.Data.Analysis;

/// <summary>A column of bool values.</summary>
public class BooleanDataFrameColumn : PrimitiveDataFrameColumn<bool>
{
    public BooleanDataFrameColumn(string name, IEnumerable<bool?> values) : base(name, values) { }

    public BooleanDataFrameColumn(string name, IEnumerable<bool> values) : base(name, values) { }

    public BooleanDataFrameColumn(string name, long length = 0) : base(name, length) { }

    protected override PrimitiveDataFrameColumn<bool> CreateNewColumn(string name, long length = 0) => new BooleanDataFrameColumn(name, length);
}

/// <summary>A column of int values.</summary>
public class Int32DataFrameColumn : PrimitiveDataFrameColumn<int>
{
    public Int32DataFrameColumn(string name, IEnumerable<int?> values) : base(name, values) { }

    public Int32DataFrameColumn(string name, IEnumerable<int> values) : base(name, values) { }

    public Int32DataFrameColumn(string name, long length = 0) : base(name, length) { }

    protected override PrimitiveDataFrameColumn<int> CreateNewColumn(string name, long length = 0) => new Int32DataFrameColumn(name, length);
}

/// <summary>A column of long values.</summary>
public class Int64DataFrameColumn : PrimitiveDataFrameColumn<long>
{
    public Int64DataFrameColumn(string name, IEnumerable<long?> values) : base(name, values) { }

    public Int64DataFrameColumn(string name, IEnumerable<long> values) : base(name, values) { }

    public Int64DataFrameColumn(string name, long length = 0) : base(name, length) { }

    protected override PrimitiveDataFrameColumn<long> CreateNewColumn(string name, long length = 0) => new Int64DataFrameColumn(name, length);
}

/// <summary>A column of float values.</summary>
public class SingleDataFrameColumn : PrimitiveDataFrameColumn<float>
{
    public SingleDataFrameColumn(string name, IEnumerable<float?> values) : base(name, values) { }

    public SingleDataFrameColumn(string name, IEnumerable<float> values) : base(name, values) { }

    public SingleDataFrameColumn(string name, long length = 0) : base(name, length) { }

    protected override PrimitiveDataFrameColumn<float> CreateNewColumn(string name, long length = 0) => new SingleDataFrameColumn(name, length);
}

/// <summary>A column of double values.</summary>
public class DoubleDataFrameColumn : PrimitiveDataFrameColumn<double>
{
    public DoubleDataFrameColumn(string name, IEnumerable<double?> values) : base(name, values) { }

    public DoubleDataFrameColumn(string name, IEnumerable<double> values) : base(name, values) { }

    public DoubleDataFrameColumn(string name, long length = 0) : base(name, length) { }

    protected override PrimitiveDataFrameColumn<double> CreateNewColumn(string name, long length = 0) => new DoubleDataFrameColumn(name, length);
}
