using System.Text;

namespace EarlyExit.Host.Site;

/// <summary>
/// The TeX of our notebooks as plain HTML: Greek letters and signs as characters, indices and powers raised and lowered. That
/// reads well without a script or a font from elsewhere; what it does not know it leaves as it stands.
/// </summary>
public static class MathHtml
{
    private static readonly Dictionary<string, string> Signs = Pairs("""
        alpha α beta β gamma γ delta δ epsilon ε varepsilon ε eta η theta θ kappa κ lambda λ mu μ nu ν pi π rho ρ sigma σ tau τ phi φ varphi φ
        omega ω Delta Δ Sigma Σ Omega Ω Theta Θ sum ∑ prod ∏ int ∫ partial ∂ nabla ∇ infty ∞ ell ℓ
        le ≤ leq ≤ ge ≥ geq ≥ ne ≠ neq ≠ approx ≈ sim ∼ propto ∝ times × cdot · pm ± in ∈ subset ⊂ cup ∪ cap ∩
        to → rightarrow → mapsto ↦ ldots … dots … cdots ⋯ lVert ‖ rVert ‖ | ‖ mid | { { } } % % _ _
        log log exp exp max max min min arg arg
        """);

    private static readonly Dictionary<string, string> Blanks = new(StringComparer.Ordinal)
    {
        ["quad"] = "\u2003",
        [","] = "\u2009",
        [";"] = "\u2005",
        [" "] = " ",
        ["!"] = "",
        ["left"] = "",
        ["right"] = "",
    };

    // Combining characters stand behind the letter that they go over.
    private static readonly Dictionary<string, string> Accents = Pairs("hat \u0302 tilde \u0303 bar \u0304 dot \u0307 vec \u20d7");

    private static readonly HashSet<string> Upright = new(StringComparer.Ordinal) { "text", "mathrm", "mathbf", "operatorname", "mathcal", "mathbb" };

    public static string Of(string tex)
    {
        var place = 0;
        return Sequence(tex, ref place, end: '\0');
    }

    private static string Sequence(string tex, ref int place, char end)
    {
        var output = new StringBuilder();
        while (place < tex.Length && tex[place] != end) output.Append(Item(tex, ref place));
        place++;
        return output.ToString();
    }

    private static string Item(string tex, ref int place)
    {
        if (place >= tex.Length) return "";
        var letter = tex[place++];
        switch (letter)
        {
            case '{': return Sequence(tex, ref place, '}');
            case '^': return $"<sup>{Item(tex, ref place)}</sup>";
            case '_': return $"<sub>{Item(tex, ref place)}</sub>";
            case '\\': return Command(tex, ref place);
            case '-': return "−";
            case '*': return "∗";
            case >= 'a' and <= 'z' or >= 'A' and <= 'Z': return $"<i>{letter}</i>";
            default: return SafeHtml.Escape(letter.ToString());
        }
    }

    private static string Command(string tex, ref int place)
    {
        var start = place;
        while (place < tex.Length && char.IsAsciiLetter(tex[place])) place++;
        if (place == start && place < tex.Length) place++;
        var name = tex[start..place];
        if (name is "frac" or "tfrac" or "dfrac") return $"{Grouped(Item(tex, ref place))}/{Grouped(Item(tex, ref place))}";
        if (name is "sqrt") return $"√{Grouped(Item(tex, ref place))}";
        if (Accents.TryGetValue(name, out var accent)) return Accented(Item(tex, ref place), accent);
        if (Upright.Contains(name)) return Item(tex, ref place).Replace("<i>", "").Replace("</i>", "");
        return Blanks.GetValueOrDefault(name) ?? SafeHtml.Escape(Signs.GetValueOrDefault(name) ?? "\\" + name);
    }

    private static string Accented(string letter, string accent) =>
        letter.EndsWith("</i>", StringComparison.Ordinal) ? letter[..^4] + accent + "</i>" : letter + accent;

    private static string Grouped(string part) => part.AsSpan().IndexOfAny(" +−") >= 0 ? $"({part})" : part;

    private static Dictionary<string, string> Pairs(string table) =>
        table.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Chunk(2).ToDictionary(pair => pair[0], pair => pair[1], StringComparer.Ordinal);
}
