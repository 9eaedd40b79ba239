using System.Text;
using EarlyExit.Charts.Display;
using EarlyExit.Data;

namespace EarlyExit.Charts;

/// <summary>Samples as pictures in labelled rows, enlarged without smoothing.</summary>
[TypeFormatterSource(typeof(HtmlFormatters), PreferredMimeTypes = [Mime.Html, Mime.Text])]
public sealed class Gallery : IHtml
{
    private const int Side = 64;
    private readonly ImageSet _images;
    private readonly IReadOnlyList<(string Label, IReadOnlyList<int> Samples)> _rows;
    private readonly Func<int, string> _caption;

    private Gallery(ImageSet images, IReadOnlyList<(string, IReadOnlyList<int>)> rows, Func<int, string> caption) =>
        (_images, _rows, _caption) = (images, rows, caption);

    /// <summary>Some samples, each captioned with its class.</summary>
    /// <param name="images">Where they come from.</param>
    /// <param name="rows">What each row is about, and its samples.</param>
    /// <exception cref="ArgumentOutOfRangeException">There is no such sample.</exception>
    public static Gallery Of(ImageSet images, params IReadOnlyList<(string Label, IReadOnlyList<int> Samples)> rows)
    {
        foreach (var sample in rows.SelectMany(row => row.Samples))
            if ((uint)sample >= (uint)images.Count)
                throw new ArgumentOutOfRangeException(nameof(rows), sample, $"{images.Name} has samples 0 to {images.Count - 1}.");
        return new(images, rows, sample => images.ClassNames[images.Labels[sample]]);
    }

    /// <summary>The same samples with captions of one's own.</summary>
    /// <param name="caption">From a sample's number to what stands below it.</param>
    public Gallery Captioned(Func<int, string> caption) => new(_images, _rows, caption);

    /// <inheritdoc/>
    public string ToHtml()
    {
        var html = new StringBuilder("<div style=\"overflow-x:auto;max-width:100%\">\n<table style=\"border-collapse:collapse;font-size:12px\">\n");
        foreach (var (label, samples) in _rows)
        {
            html.Append($"<tr><th scope=\"row\" style=\"padding:4px 12px 4px 0;text-align:left;vertical-align:middle\">{Markup.Escape(label)}</th>");
            foreach (var sample in samples) html.Append($"<td style=\"padding:4px;text-align:center;vertical-align:top\">{Image(sample)}</td>");
            html.Append("</tr>\n");
        }
        return html.Append("</table>\n</div>").ToString();
    }

    /// <inheritdoc/>
    public override string ToString() => string.Join('\n', _rows.Select(row => $"{row.Label}: {string.Join(", ", row.Samples.Select(_caption))}"));

    private string Image(int sample)
    {
        var png = Convert.ToBase64String(Png.Encode(_images.Image(sample), _images.Channels, _images.Height, _images.Width));
        var caption = Markup.Escape(_caption(sample));
        return $"<img alt=\"{caption}\" width=\"{Side * _images.Width / _images.Height}\" height=\"{Side}\" style=\"image-rendering:pixelated\" "
            + $"src=\"data:image/png;base64,{png}\" /><br>{caption}";
    }
}
