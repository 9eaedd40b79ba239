using System.Globalization;

namespace Plotly.NET;

/// <summary>A colour as plotly.js reads it.</summary>
public sealed class Color
{
    private Color(object value) => Value = value;

    /// <summary>What is written: CSS text.</summary>
    public object Value { get; }

    /// <summary>Any CSS colour; it is not checked.</summary>
    public static Color fromString(string c) => new(c);

    /// <summary>Alpha, red, green and blue from 0 to 255; alpha is written with one decimal.</summary>
    /// <exception cref="ArgumentOutOfRangeException">One lies outside.</exception>
    public static Color fromARGB(int a, int r, int g, int b)
    {
        foreach (var part in (ReadOnlySpan<int>)[a, r, g, b])
            if (part is < 0 or > 255)
                throw new ArgumentOutOfRangeException(nameof(a), part, "A part of a colour lies between 0 and 255.");
        return new(string.Create(CultureInfo.InvariantCulture, $"rgba({r}, {g}, {b}, {a / 255.0:0.0})"));
    }

    /// <summary>Red, green and blue from 0 to 255.</summary>
    public static Color fromRGB(int r, int g, int b) => fromARGB(255, r, g, b);

    /// <summary>Six hexadecimal digits, with # or 0x before them or nothing.</summary>
    /// <exception cref="FormatException">They are not that.</exception>
    public static Color fromHex(string s)
    {
        var digits = s.TrimStart('#');
        if (digits.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) digits = digits[2..];
        return Convert.FromHexString(digits) is [var r, var g, var b]
            ? fromRGB(r, g, b)
            : throw new FormatException($"'{s}' is no colour of six hexadecimal digits.");
    }

    /// <inheritdoc/>
    public override bool Equals(object? other) => other is Color color && Value.Equals(color.Value);

    /// <inheritdoc/>
    public override int GetHashCode() => Value.GetHashCode();
}
