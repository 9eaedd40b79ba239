namespace EarlyExit.Data;

/// <summary>Three disjoint sets of texts in one vocabulary, which is made from the training part alone.</summary>
/// <param name="Name">Such as <c>20-newsgroups</c>.</param>
/// <param name="Train">What weights are fitted on.</param>
/// <param name="Validation">What stopping rules, thresholds and calibrators are fitted on.</param>
/// <param name="Test">What is reported; nothing is fitted on it.</param>
public sealed record TextData(string Name, TextSet Train, TextSet Validation, TextSet Test) : IDataSet
{
    /// <summary>The vocabulary of all three parts.</summary>
    public Vocabulary Vocabulary => Train.Vocabulary;

    SampleSet IDataSet.Train => Train;

    SampleSet IDataSet.Validation => Validation;

    SampleSet IDataSet.Test => Test;

    /// <summary>The same set with fewer samples: the first ones of each part.</summary>
    public TextData Take(int train, int validation, int test) =>
        this with { Train = Train.Take(train), Validation = Validation.Take(validation), Test = Test.Take(test) };
}
