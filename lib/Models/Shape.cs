using System.Collections;
using System.Runtime.CompilerServices;

namespace EarlyExit.Models;

/// <summary>
/// The sizes of one sample, without the batch dimension: <c>[3, 32, 32]</c> is an image or a feature map (channels, height,
/// width), <c>[128]</c> a feature vector. Written as a collection expression: <c>Shape input = [3, 32, 32];</c>
/// </summary>
[CollectionBuilder(typeof(Shape), nameof(Of))]
public sealed class Shape : IEquatable<Shape>, IReadOnlyList<long>
{
    private readonly long[] _sizes;

    private Shape(long[] sizes) => _sizes = sizes;

    /// <summary>A shape of the given sizes, each at least 1.</summary>
    /// <exception cref="ArgumentException">No size, or one below 1.</exception>
    public static Shape Of(params ReadOnlySpan<long> sizes)
    {
        var shape = new Shape(sizes.ToArray());
        if (sizes.IsEmpty || shape._sizes.Min() < 1)
            throw new ArgumentException($"A shape is one or more sizes of at least 1, got [{string.Join(", ", shape._sizes)}].", nameof(sizes));
        return shape;
    }

    /// <summary>Number of dimensions: 3 for a feature map, 1 for a vector.</summary>
    public int Count => _sizes.Length;

    /// <summary>The size of dimension <paramref name="index"/>.</summary>
    public long this[int index] => _sizes[index];

    /// <summary>Numbers in one sample: the product of the sizes.</summary>
    public long Elements => _sizes.Aggregate(1L, (product, size) => product * size);

    /// <summary>Whether this is a feature map: channels, height, width.</summary>
    public bool IsMap => Count == 3;

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && _sizes.AsSpan().SequenceEqual(other._sizes);

    /// <inheritdoc/>
    public override bool Equals(object? other) => Equals(other as Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => _sizes.Aggregate(Count, HashCode.Combine);

    /// <summary>As in <c>3 x 32 x 32</c>.</summary>
    public override string ToString() => string.Join(" x ", _sizes);

    /// <inheritdoc/>
    public IEnumerator<long> GetEnumerator() => _sizes.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
