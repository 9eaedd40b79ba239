using DynamicObj;

namespace Plotly.NET.CSharp;

/// <summary>A value that was given, or not; a given one converts by itself.</summary>
public readonly record struct Optional<T>(T Value, bool IsSome)
{
    /// <summary>A value that was given.</summary>
    public static implicit operator Optional<T>(T Value) => new(Value, true);
}

internal static class Setting
{
    extension<TElement>(TElement element) where TElement : DynamicObj.DynamicObj
    {
        internal TElement With(string name, object value)
        {
            element.SetProperty(name, value);
            return element;
        }

        /// <summary>Sets the property where a value was given.</summary>
        internal TElement With<T>(string name, Optional<T> value) => value.IsSome ? element.With(name, (object)value.Value!) : element;

        /// <summary>Sets the property to the values for each point, to the one for all where there are none, or not at all.</summary>
        internal TElement With<T>(string name, Optional<T> one, Optional<IEnumerable<T>> each) =>
            each.IsSome ? element.With(name, (object)each.Value) : element.With(name, one);
    }
}
