namespace EarlyExit.Data;

/// <summary>Three disjoint sets of the same kind of images, and the statistics of the training set that normalise all three.</summary>
/// <param name="Name">Such as <c>shapes</c> or <c>cifar-10</c>.</param>
/// <param name="Train">What weights are fitted on.</param>
/// <param name="Validation">What stopping rules, thresholds and calibrators are fitted on.</param>
/// <param name="Test">What is reported; nothing is fitted on it.</param>
public sealed record DataSet(string Name, ImageSet Train, ImageSet Validation, ImageSet Test) : IDataSet
{
    /// <summary>[Ch], channel means of <see cref="Train"/> on the scale 0 to 1.</summary>
    public float[] Mean => [.. Train.Mean];

    /// <summary>[Ch], channel standard deviations of <see cref="Train"/> on the scale 0 to 1; 1 for a constant channel.</summary>
    public float[] Std => [.. Train.Std];

    SampleSet IDataSet.Train => Train;

    SampleSet IDataSet.Validation => Validation;

    SampleSet IDataSet.Test => Test;

    /// <summary>The samples of some classes, numbered anew in the order given.</summary>
    /// <param name="classes">Classes of this set, at least one.</param>
    /// <exception cref="ArgumentException">There is no such class, or one comes twice.</exception>
    public DataSet OfClasses(params int[] classes) =>
        this with { Train = Train.OfClasses(classes), Validation = Validation.OfClasses(classes), Test = Test.OfClasses(classes) };

    /// <summary>The same set with fewer samples: the first ones of each part.</summary>
    public DataSet Take(int train, int validation, int test) =>
        this with { Train = Train.Take(train), Validation = Validation.Take(validation), Test = Test.Take(test) };
}
