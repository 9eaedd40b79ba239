namespace Plotly.NET
{
    using DynamicObj;

    /// <summary>Data and their look: one entry of <c>data</c>.</summary>
    public abstract class Trace : DynamicObj
    {
        /// <summary>A trace of plotly's <paramref name="type"/>: scatter, bar, ...</summary>
        protected Trace(string type) => SetProperty("type", type);
    }

    /// <summary>A trace on a pair of axes.</summary>
    public sealed class Trace2D(string type) : Trace(type);

    /// <summary>A trace in a scene.</summary>
    public sealed class Trace3D(string type) : Trace(type);

    /// <summary>Everything that is not data: axes, legend, size.</summary>
    public sealed class Layout : DynamicObj;

    /// <summary>How the chart behaves.</summary>
    public sealed class Config : DynamicObj;

    /// <summary>A font.</summary>
    public sealed class Font : DynamicObj;

    /// <summary>The look of a line.</summary>
    public sealed class Line : DynamicObj;

    /// <summary>A title with its place.</summary>
    public sealed class Title : DynamicObj;

    /// <summary>The legend of colours of a trace.</summary>
    public sealed class ColorBar : DynamicObj;
}

namespace Plotly.NET.LayoutObjects
{
    using DynamicObj;

    /// <summary>An x or y axis.</summary>
    public sealed class LinearAxis : DynamicObj;

    /// <summary>The legend of a chart.</summary>
    public sealed class Legend : DynamicObj;

    /// <summary>Where in a chart something lies.</summary>
    public sealed class Domain : DynamicObj;

    /// <summary>The three-dimensional part of a chart.</summary>
    public sealed class Scene : DynamicObj;

    /// <summary>Where a scene is looked at from.</summary>
    public sealed class Camera : DynamicObj;

    /// <summary>How the subplots of a chart are laid out.</summary>
    public sealed class LayoutGrid : DynamicObj;

    /// <summary>A text on a chart.</summary>
    public sealed class Annotation : DynamicObj;

    /// <summary>The box beside the mouse.</summary>
    public sealed class Hoverlabel : DynamicObj;

    /// <summary>A slider under an axis.</summary>
    public sealed class RangeSlider : DynamicObj;

    /// <summary>Buttons that choose a range.</summary>
    public sealed class RangeSelector : DynamicObj;
}

namespace Plotly.NET.TraceObjects
{
    using DynamicObj;

    /// <summary>The look of points and bars.</summary>
    public sealed class Marker : DynamicObj;

    /// <summary>What a bar is hatched with.</summary>
    public sealed class Pattern : DynamicObj;

    /// <summary>Where the bins of a histogram lie.</summary>
    public sealed class Bins : DynamicObj;

    /// <summary>Whether a histogram adds up.</summary>
    public sealed class Cumulative : DynamicObj;

    /// <summary>Error bars.</summary>
    public sealed class Error : DynamicObj;

    /// <summary>The levels of a contour plot.</summary>
    public sealed class Contours : DynamicObj;
}
