namespace EarlyExit.Data;

/// <summary>Three disjoint sets of the same kind of samples: a <see cref="DataSet"/> of images or a <see cref="TextData"/> of texts.</summary>
public interface IDataSet
{
    /// <summary>Such as <c>shapes</c> or <c>20-newsgroups</c>.</summary>
    string Name { get; }

    /// <summary>What weights are fitted on.</summary>
    SampleSet Train { get; }

    /// <summary>What stopping rules, thresholds and calibrators are fitted on.</summary>
    SampleSet Validation { get; }

    /// <summary>What is reported; nothing is fitted on it.</summary>
    SampleSet Test { get; }
}
