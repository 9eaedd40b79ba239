using System.Collections;
using System.Runtime.CompilerServices;

namespace EarlyExit.Models;

/// <summary>
/// The sizes of one sample, without the batch dimension: <c>[3, 32, 32]</c> is an image or a feature map (channels, height,
/// width), <c>[65, 192]</c> are tokens (number, features), <c>[128]</c> is a feature vector. Written as a collection expression:
/// <c>Shape input = [3, 32, 32];</c> Several maps that travel as one vector are <see cref="Packed"/>.
/// </summary>
[CollectionBuilder(typeof(Shape), nameof(Of))]
public sealed class Shape : IEquatable<Shape>, IReadOnlyList<long>
{
    private readonly long[] _sizes;
    private readonly Shape[] _parts;

    private Shape(long[] sizes, Shape[] parts) => (_sizes, _parts) = (sizes, parts);

    /// <summary>A shape of the given sizes, each at least 1.</summary>
    /// <exception cref="ArgumentException">No size, or one below 1.</exception>
    public static Shape Of(params ReadOnlySpan<long> sizes)
    {
        var shape = new Shape(sizes.ToArray(), []);
        if (sizes.IsEmpty || shape._sizes.Min() < 1)
            throw new ArgumentException($"A shape is one or more sizes of at least 1, got [{string.Join(", ", shape._sizes)}].", nameof(sizes));
        return shape;
    }

    /// <summary>A vector that holds all numbers of several shapes, one after the other; of a single shape, that shape itself.</summary>
    /// <exception cref="ArgumentException">No part.</exception>
    public static Shape Packed(IEnumerable<Shape> parts)
    {
        Shape[] all = [.. parts];
        return all.Length switch
        {
            0 => throw new ArgumentException("A packed shape has at least one part.", nameof(parts)),
            1 => all[0],
            _ => new([all.Sum(part => part.Elements)], all),
        };
    }

    /// <summary>The shapes that are packed in this vector, in order; of any other shape, the shape itself.</summary>
    public IReadOnlyList<Shape> Parts => _parts.Length == 0 ? [this] : _parts;

    /// <summary>Number of dimensions: 3 for a feature map, 1 for a vector.</summary>
    public int Count => _sizes.Length;

    /// <summary>The size of dimension <paramref name="index"/>.</summary>
    public long this[int index] => _sizes[index];

    /// <summary>Numbers in one sample: the product of the sizes.</summary>
    public long Elements => _sizes.Aggregate(1L, (product, size) => product * size);

    /// <summary>Whether this is a feature map: channels, height, width.</summary>
    public bool IsMap => Count == 3;

    /// <inheritdoc/>
    public bool Equals(Shape? other) => other is not null && _sizes.AsSpan().SequenceEqual(other._sizes) && _parts.AsSpan().SequenceEqual(other._parts);

    /// <inheritdoc/>
    public override bool Equals(object? other) => Equals(other as Shape);

    /// <inheritdoc/>
    public override int GetHashCode() => _sizes.Aggregate(Count, HashCode.Combine);

    /// <summary>As in <c>3 x 32 x 32</c>, or <c>16 x 32 x 32 + 32 x 16 x 16</c> where several are packed.</summary>
    public override string ToString() => _parts.Length == 0 ? string.Join(" x ", _sizes) : string.Join<Shape>(" + ", _parts);

    /// <inheritdoc/>
    public IEnumerator<long> GetEnumerator() => _sizes.AsEnumerable().GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
}
