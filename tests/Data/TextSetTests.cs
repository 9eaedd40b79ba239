using EarlyExit.Data;

namespace EarlyExit.Tests.Data;

public sealed class TextSetTests
{
    private static readonly Vocabulary Known = new(["a", "b", "c"]);
    private static readonly TextSet Labelled = new("three", [2, 4, 3, 0, 2, 5, 6, 3, 2, 3, 0, 0], 4, Known, [0, 1, 1], ["x", "y"], [0, .5f, 1]);
    private static readonly TextSet Valued = new("two", [2, 4, 3, 2, 5, 3], 3, Known, [1.5f, 4]);

    [Fact]
    public void A_set_knows_its_texts()
    {
        Assert.Equal((3, 4, 2, false), (Labelled.Count, Labelled.Length, Labelled.Classes, Labelled.IsRegression));
        Assert.Equal("[cls] b c [sep]", Labelled.Words(1));
        Assert.Equal((2, 1, true), (Valued.Count, Valued.Classes, Valued.IsRegression));
        Assert.Equal([4], Labelled.Sizes);
    }

    [Fact]
    public void A_subset_has_the_samples_asked_for()
    {
        var part = Labelled.Subset([2, 0, 2]);
        Assert.Equal([1, 0, 1], part.Labels);
        Assert.Equal([1, 0, 1], part.Difficulty!);
        Assert.Equal([2, 3, 0, 0, 2, 4, 3, 0, 2, 3, 0, 0], part.Tokens);
        Assert.Equal([4f], Valued.Subset([1]).Values);
        Assert.Equal([0, 1], Labelled.Take(2).Labels);
        Assert.Same(Labelled, Labelled.Take(5));
        Assert.Throws<ArgumentOutOfRangeException>(() => Labelled.Subset([3]));
    }

    [Fact]
    public void What_does_not_fit_is_refused()
    {
        Refused("7 tokens, expected 8", () => new("t", new int[7], 4, Known, [0, 1], ["x", "y"]));
        Refused("token 7 at place 1 of sample 1", () => new("t", [2, 3, 2, 7], 2, Known, [0, 1], ["x", "y"]));
        Refused("sample 1 is empty", () => new("t", [2, 3, 0, 3], 2, Known, [0, 1], ["x", "y"]));
        Refused("label 2 at sample 0", () => new("t", [2, 3], 2, Known, [2], ["x", "y"]));
        Refused("NaN at sample 0", () => new("t", [2, 3], 2, Known, [float.NaN]));
        Refused("difficulty 2", () => new("t", [2, 3], 2, Known, [1f], [2f]));

        static void Refused(string message, Func<TextSet> make) => Assert.Contains(message, Assert.Throws<ArgumentException>(make).Message);
    }
}
