using EarlyExit.Charts;
using EarlyExit.Metrics;
using static EarlyExit.Tests.Charts.FigureParts;
using Draw = EarlyExit.Charts.Charts;

namespace EarlyExit.Tests.Charts;

/// <summary>Figures side by side keep their data, share what is the same, and name nothing twice.</summary>
public class SmallMultiplesTests
{
    private static readonly double[] X = [1, 2, 3];

    [Fact]
    public void EachFigureHasItsOwnAxes()
    {
        var figure = Draw.SmallMultiples("title", ("one", Two("area", 1)), ("two", Two("area", 10)), ("three", Two("area", 5)), ("four", Two("area", 3)));
        Assert.Equal(["x", "x", "x2", "x2", "x3", "x3", "x4", "x4"], Traces(figure).Select(trace => (string?)trace["xaxis"]));
        Assert.Equal([10, 20, 30], Numbers(figure, 2, "y"));
        var layout = Layout(figure);
        Assert.Equal((2, 2), ((int)layout["grid"]!["rows"]!, (int)layout["grid"]!["columns"]!));
        Assert.Equal(["one", "two", "three", "four"], layout["annotations"]!.AsArray().Select(title => (string)title!["text"]!));
        Assert.Equal("title", figure.Title);
        Assert.Contains("two: Area against x for a and b.", figure.Alt);
    }

    [Fact]
    public void PlotsAreEquallyLargeAndApart()
    {
        var intervals = Draw.Intervals("t", "gain", ("a rather long name of a row", new Interval(1, 0, 2, .95, 3)));
        var layout = Layout(Draw.SmallMultiples("title", ("one", Two("area", 1)), ("two", intervals), ("three", Two("area", 5)), ("four", intervals), ("five", intervals)));
        double[][] Domains(string axis) => [.. Enumerable.Range(1, 5).Select(i => Numbers(layout[$"{axis}axis{(i == 1 ? "" : i)}"]!["domain"]))];
        var (x, y) = (Domains("x"), Domains("y"));
        foreach (var domain in (double[][])[.. x, .. y]) Assert.True(domain[0] >= 0 && domain[0] < domain[1] && domain[1] <= 1);
        Assert.All(x, domain => Assert.Equal(x[0][1] - x[0][0], domain[1] - domain[0], 2e-4));
        Assert.All(y, domain => Assert.Equal(y[0][1] - y[0][0], domain[1] - domain[0], 2e-4));
        Assert.True(x[0][1] < x[1][0] && x[1][1] < x[2][0] && y[3][1] < y[0][0]);
        Assert.Equal([.. x[1], .. y[3]], (double[])[.. x[4], .. y[4]]);
    }

    [Fact]
    public void LegendsAreNotDoubled()
    {
        var figure = Draw.SmallMultiples("title", ("one", Two("area", 1)), ("two", Two("area", 10)));
        Assert.Equal([true, true, false, false], Traces(figure).Select(trace => (bool)trace["showlegend"]!));
        Assert.Equal(["a", "b", "a", "b"], Traces(figure).Select(trace => (string?)trace["legendgroup"]));
        var single = Draw.Lines("t", "x", "area", ("a", X, X));
        Assert.False((bool)Layout(Draw.SmallMultiples("title", ("one", single), ("two", single)))["showlegend"]!);
    }

    [Fact]
    public void WhatLooksDifferentIsNamedTwice()
    {
        var other = Draw.Lines("t", "x", "area", ("b", X, X), ("a", X, X));
        Assert.All(Traces(Draw.SmallMultiples("title", ("one", Two("area", 1)), ("two", other))), trace => Assert.True((bool)trace["showlegend"]!));
    }

    [Fact]
    public void TheSameMeasureSharesItsScaleAndItsTitle()
    {
        var same = Layout(Draw.SmallMultiples("title", ("one", Two("area", 1)), ("two", Two("area", 10))));
        Assert.Equal(("y", "x"), ((string?)same["yaxis2"]!["matches"], (string?)same["xaxis2"]!["matches"]));
        Assert.Null(same["yaxis2"]!["title"]);
        var other = Layout(Draw.SmallMultiples("title", ("one", Two("area", 1)), ("two", Two("ECE", 10))));
        Assert.Null(other["yaxis2"]!["matches"]);
        Assert.Equal("ECE", (string?)other["yaxis2"]!["title"]!["text"]);
    }

    [Fact]
    public void UnfitFiguresAreRefused()
    {
        var line = Two("area", 1);
        Assert.Contains("expected 2 to 6", Assert.Throws<ArgumentException>(() => Draw.SmallMultiples("t", ("one", line))).Message);
        var grid = Draw.SmallMultiples("t", ("one", line), ("two", line));
        Assert.Contains("'b' is several plots itself", Assert.Throws<ArgumentException>(() => Draw.SmallMultiples("t", ("a", line), ("b", grid))).Message);
        var surface = SampleFigures.All["surface"]();
        Assert.Contains("'b' shows a surface", Assert.Throws<ArgumentException>(() => Draw.SmallMultiples("t", ("a", line), ("b", surface))).Message);
        var (stacked, grouped) = (SampleFigures.All["stacked columns"](), SampleFigures.All["columns"]());
        Assert.Contains("stand upon each other", Assert.Throws<ArgumentException>(() => Draw.SmallMultiples("t", ("a", grouped), ("b", stacked))).Message);
    }

    private static Figure Two(string measure, double scale) =>
        Draw.Lines("t", "x", measure, ("a", X, [.. X.Select(x => scale * x)]), ("b", X, [.. X.Select(x => -scale * x)]));
}
