using EarlyExit.Charts;

namespace EarlyExit.Tests.Charts;

/// <summary>Colours that colour-blind readers tell apart, and letters that stand out.</summary>
public class StyleTests
{
    // Machado, Oliveira and Fernandes 2009, full deficiency, on linear RGB.
    private static readonly double[,] Normal = { { 1, 0, 0 }, { 0, 1, 0 }, { 0, 0, 1 } };
    private static readonly double[,] Protanopia = { { .152286, 1.052583, -.204868 }, { .114503, .786281, .099216 }, { -.003882, -.048116, 1.051998 } };
    private static readonly double[,] Deuteranopia = { { .367322, .860646, -.227968 }, { .280085, .672501, .047413 }, { -.011820, .042940, .968881 } };

    private static readonly double[,] Tritanopia = { { 1.255528, -.076749, -.178779 }, { -.078411, .930809, .147602 }, { .004733, .691367, .303900 } };

    public static TheoryData<string> Eyes => ["normal", "protanopia", "deuteranopia", "tritanopia"];

    [Theory, MemberData(nameof(Eyes))]
    public void SeriesDifferInColour(string eyes)
    {
        var labs = Style.Palette.Select(colour => Lab(colour, Matrix(eyes))).ToArray();
        foreach (var (i, a) in labs.Index())
            foreach (var (j, b) in labs.Index().Where(b => b.Index > i))
                Assert.True(Distance(a, b) > 12, $"{Style.Palette[i]} and {Style.Palette[j]} are {Distance(a, b):F1} apart ({eyes})");
    }

    [Theory, MemberData(nameof(Eyes))]
    public void StepsOnlyDarken(string eyes)
    {
        var lightness = Style.Steps(8).Select(colour => Lab(colour, Matrix(eyes)).L).ToArray();
        Assert.All(lightness.Zip(lightness.Skip(1)), pair => Assert.True(pair.First - pair.Second > 4, $"{pair} ({eyes})"));
    }

    [Fact]
    public void LettersStandOut()
    {
        Assert.True(Contrast(Style.Ink, Style.Card) > 12);
        Assert.True(Contrast(Style.Muted, Style.Card) > 4.5);
        Assert.All(Enum.GetValues<Outcome>(), outcome => Assert.True(Contrast(outcome.Colour(), "#ffffff") > 4.5));
    }

    [Fact]
    public void SeriesStandOutFromTheCard()
    {
        Assert.All(Style.Palette.Take(3), colour => Assert.True(Contrast(colour, Style.Card) > 3, colour));
        Assert.All(Style.Palette, colour => Assert.True(Contrast(colour, Style.Card) > 2.1, colour)); // docs/figures.md says why not more
    }

    [Fact]
    public void TheCardReadsOnLightAndOnDarkPages()
    {
        string[] pages = ["#ffffff", "#f6f8fa", "#1e1e1e", "#0d1117", "#16181d"]; // GitHub, VS Code and our site, light and dark
        Assert.All(pages, page => Assert.True(Contrast(Style.Card, page) is < 1.1 or > 12, page));
        Assert.DoesNotContain("prefers-color-scheme", SampleFigures.All["lines"]().ToSvg());
    }

    [Theory]
    [InlineData("grouped columns", 3)]
    [InlineData("scatter", 7)]
    [InlineData("few points", 2)]
    public void SeriesDifferInMoreThanColour(string name, int series)
    {
        var traces = FigureParts.Traces(SampleFigures.All[name]());
        Assert.Equal(series, traces.Count);
        if (name == "grouped columns") Assert.Equal(series, traces.Select(trace => (string?)trace["name"]).Distinct().Count()); // they stand side by side
        else Assert.Equal(series, traces.Select(trace => $"{trace["line"]?["dash"]} {trace["marker"]?["symbol"]}").Distinct().Count());
    }

    [Fact]
    public void FaintColoursAreTheSame() => Assert.Equal("rgba(0,114,178,0.18)", Style.Faint("#0072b2"));

    [Fact]
    public void OutcomesDifferInMoreThanColour() =>
        Assert.Equal(4, Enum.GetValues<Outcome>().Select(outcome => outcome.Sign()).Distinct().Count());

    private static double[,] Matrix(string eyes) => eyes switch { "protanopia" => Protanopia, "deuteranopia" => Deuteranopia, "tritanopia" => Tritanopia, _ => Normal };

    private static double[] Linear(string colour) =>
        [.. Convert.FromHexString(colour[1..]).Select(part => part / 255.0).Select(c => c <= .04045 ? c / 12.92 : Math.Pow((c + .055) / 1.055, 2.4))];

    private static double Contrast(string a, string b)
    {
        var (x, y) = (Luminance(a), Luminance(b));
        return (Math.Max(x, y) + .05) / (Math.Min(x, y) + .05);

        static double Luminance(string colour) => Linear(colour) is [var r, var g, var b] ? .2126 * r + .7152 * g + .0722 * b : 0;
    }

    private static (double L, double A, double B) Lab(string colour, double[,] eyes)
    {
        var rgb = Linear(colour);
        double[] seen = [.. Enumerable.Range(0, 3).Select(i => Math.Clamp(eyes[i, 0] * rgb[0] + eyes[i, 1] * rgb[1] + eyes[i, 2] * rgb[2], 0, 1))];
        var x = F((.4124 * seen[0] + .3576 * seen[1] + .1805 * seen[2]) / .95047);
        var y = F(.2126 * seen[0] + .7152 * seen[1] + .0722 * seen[2]);
        var z = F((.0193 * seen[0] + .1192 * seen[1] + .9505 * seen[2]) / 1.08883);
        return (116 * y - 16, 500 * (x - y), 200 * (y - z));

        static double F(double t) => t > .008856 ? Math.Cbrt(t) : 7.787 * t + 16.0 / 116;
    }

    private static double Distance((double L, double A, double B) a, (double L, double A, double B) b) =>
        Math.Sqrt(Math.Pow(a.L - b.L, 2) + Math.Pow(a.A - b.A, 2) + Math.Pow(a.B - b.B, 2));
}
