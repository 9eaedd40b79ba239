using EarlyExit.Data;

namespace EarlyExit.Tests.Data;

public sealed class ImageSetTests
{
    private static readonly string[] Names = ["a", "b"];

    /// <summary>Three samples of 2 x 1 x 2.</summary>
    private static ImageSet Small(float[]? difficulty = null) =>
        new("small", [0, 255, 10, 10, 255, 0, 10, 10, 0, 255, 10, 10], [0, 1, 0], 2, 1, 2, Names, difficulty);

    [Fact]
    public void MomentsArePerChannelAndSafeToDivideBy()
    {
        var set = Small();
        Assert.Equal([.5f, 10 / 255f], set.Mean);
        Assert.Equal([.5f, 1f], set.Std);
    }

    [Fact]
    public void MomentsEqualTheTwoPassFormula()
    {
        var pixels = new byte[5 * 3 * 4 * 4];
        new Random(0).NextBytes(pixels);
        var set = new ImageSet("random", pixels, new int[5], 3, 4, 4, Names);
        for (var channel = 0; channel < 3; channel++)
        {
            double[] values = [.. Enumerable.Range(0, 5).SelectMany(n => set.Image(n).Slice(channel * 16, 16).ToArray()).Select(v => v / 255.0)];
            var mean = values.Average();
            Assert.Equal(mean, set.Mean[channel], 1e-6);
            Assert.Equal(Math.Sqrt(values.Average(v => (v - mean) * (v - mean))), set.Std[channel], 1e-6);
        }
    }

    [Fact]
    public void SubsetsKeepPixelsLabelsAndDifficultyTogether()
    {
        var part = Small([.1f, .2f, .3f]).Subset([1, 0]);
        Assert.Equal([255, 0, 10, 10, 0, 255, 10, 10], part.Pixels);
        Assert.Equal([1, 0], part.Labels);
        Assert.Equal([.2f, .1f], part.Difficulty!);
        Assert.Equal(2, Small().Take(2).Count);
        Assert.Equal(3, Small().Take(99).Count);
    }

    [Fact]
    public void NormalisationComesFromTheTrainingSet()
    {
        var dark = new ImageSet("dark", [0, 0], [0], 1, 1, 2, Names);
        var light = new ImageSet("light", [255, 0], [0], 1, 1, 2, Names);
        var set = new DataSet("set", light, dark, dark);
        Assert.Equal([.5f], set.Mean);
        Assert.Equal([0f], (set with { Train = dark }).Mean);
    }

    [Fact]
    public void WhatDoesNotFitIsRefusedWithTheNumbers()
    {
        Assert.Contains("11 pixel bytes, expected 12", Message(() => new ImageSet("x", new byte[11], [0, 1, 0], 2, 1, 2, Names)));
        Assert.Contains("label 2 at sample 1, expected 0 to 1", Message(() => new ImageSet("x", new byte[12], [0, 2, 0], 2, 1, 2, Names)));
        Assert.Contains("label -1 at sample 0", Message(() => new ImageSet("x", new byte[4], [-1], 2, 1, 2, Names)));
        Assert.Contains("2 difficulties, expected 3", Message(() => Small([0, 1])));
        Assert.Contains("difficulty NaN at sample 1", Message(() => Small([0, float.NaN, 1])));
        Assert.Contains("samples 0 to 2", Message(() => Small().Subset([3])));
        Assert.Throws<InvalidOperationException>(() => new ImageSet("empty", [], [], 1, 1, 1, Names).Mean);

        static string Message(Func<object> act) => Assert.ThrowsAny<ArgumentException>(act).Message;
    }

    [Fact]
    public void SomeClassesAreNumberedAnew()
    {
        var set = new ImageSet("five", [10, 11, 12, 13, 14], [2, 0, 1, 2, 0], 1, 1, 1, ["a", "b", "c"], [0, .1f, .2f, .3f, .4f]);
        var some = set.OfClasses(2, 0);
        Assert.Equal([10, 11, 13, 14], some.Pixels);
        Assert.Equal([0, 1, 0, 1], some.Labels);
        Assert.Equal(["c", "a"], some.ClassNames);
        Assert.Equal([0, .1f, .3f, .4f], some.Difficulty!);
        Assert.Throws<ArgumentException>(() => set.OfClasses());
        Assert.Throws<ArgumentException>(() => set.OfClasses(0, 0));
        Assert.Throws<ArgumentException>(() => set.OfClasses(3));
    }
}
