using System.Numerics;
using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Models;

/// <summary>
/// A pooled or linear head that trains no more, on a CPU: w (a max + (1 - a) average) + b over the cells of a grid is a product with
/// (a w, (1 - a) w), and one pass over the map gives both halves. libtorch takes a pass for each and five more calls, which at batch 1 is
/// most of what a head costs. One thread does it: libtorch's second one still waits for work, and would share its core.
/// </summary>
internal sealed class PoolingPass
{
    private readonly int _rows;
    private readonly int _columns;
    private readonly int _channels;
    private readonly float[] _weights;
    private readonly float[] _biases;

    /// <param name="weight">w, [classes, channels * rows * columns], channels outermost.</param>
    /// <param name="bias">b, [classes].</param>
    /// <param name="mix">a.</param>
    /// <param name="rows">Cells from top to bottom.</param>
    /// <param name="columns">Cells from left to right.</param>
    public PoolingPass(Tensor weight, Tensor bias, Tensor mix, long rows, long columns)
    {
        (_rows, _columns, _channels) = ((int)rows, (int)columns, (int)(weight.shape[1] / (rows * columns)));
        using var untracked = no_grad();
        using var scope = NewDisposeScope();
        // As the pass finds them: all maxima, then all averages, each cell by cell with its channels together.
        var (w, a) = (weight.cpu().view(-1, _channels, rows, columns).permute(0, 2, 3, 1).flatten(1), mix.cpu());
        _weights = torch.cat([a * w, (1 - a) * w], 1).to(ScalarType.Float32).data<float>().ToArray();
        _biases = bias.to(ScalarType.Float32).cpu().data<float>().ToArray();
    }

    /// <summary>Whether something is maps in float32 on the CPU.</summary>
    public static bool Takes(Tensor input) => input.ndim == 4 && input.device_type == DeviceType.CPU && input.dtype == ScalarType.Float32;

    /// <summary>Logits [N, classes] of maps [N, channels, H, W] that it <see cref="Takes"/>.</summary>
    public Tensor Logits(Tensor maps)
    {
        var (height, width) = ((int)maps.shape[2], (int)maps.shape[3]);
        using var view = maps.permute(0, 2, 3, 1);
        using var pixels = view.contiguous();
        var values = MemoryMarshal.Cast<byte, float>(pixels.bytes);
        var (count, length) = ((int)maps.shape[0], height * width * _channels);
        var logits = new float[count * _biases.Length];
        var pooled = new float[_weights.Length / _biases.Length];
        for (var n = 0; n < count; n++)
        {
            Pool(values.Slice(n * length, length), height, width, pooled.AsSpan(0, pooled.Length / 2), pooled.AsSpan(pooled.Length / 2));
            for (var c = 0; c < _biases.Length; c++)
                logits[n * _biases.Length + c] = _biases[c] + Product(pooled, _weights.AsSpan(c * pooled.Length, pooled.Length));
        }
        return torch.tensor(logits, [count, _biases.Length]);
    }

    private static float Product(ReadOnlySpan<float> a, ReadOnlySpan<float> b)
    {
        var sums = Vector<float>.Zero;
        var k = 0;
        for (; k + Vector<float>.Count <= a.Length; k += Vector<float>.Count) sums += new Vector<float>(a[k..]) * new Vector<float>(b[k..]);
        var sum = Vector.Sum(sums);
        for (; k < a.Length; k++) sum += a[k] * b[k];
        return sum;
    }

    // Maximum and average [rows, columns, channels] of a map [height, width, channels], over cells that begin and end as in torch's adaptive pooling.
    private void Pool(ReadOnlySpan<float> map, int height, int width, Span<float> largest, Span<float> average)
    {
        for (var row = 0; row < _rows; row++)
            for (var column = 0; column < _columns; column++)
            {
                var (top, bottom) = (row * height / _rows, ((row + 1) * height + _rows - 1) / _rows);
                var (left, right) = (column * width / _columns, ((column + 1) * width + _columns - 1) / _columns);
                var cell = (row * _columns + column) * _channels;
                var channel = 0;
                for (; channel + Vector<float>.Count <= _channels; channel += Vector<float>.Count)
                {
                    var (most, sum) = (new Vector<float>(float.NegativeInfinity), Vector<float>.Zero);
                    for (var y = top; y < bottom; y++)
                        for (var x = left; x < right; x++)
                        {
                            var here = new Vector<float>(map[((y * width + x) * _channels + channel)..]);
                            (most, sum) = (Vector.Max(most, here), sum + here);
                        }
                    most.CopyTo(largest[(cell + channel)..]);
                    (sum / ((bottom - top) * (right - left))).CopyTo(average[(cell + channel)..]);
                }
                for (; channel < _channels; channel++)
                {
                    var (most, sum) = (float.NegativeInfinity, 0f);
                    for (var y = top; y < bottom; y++)
                        for (var x = left; x < right; x++)
                        {
                            var here = map[(y * width + x) * _channels + channel];
                            (most, sum) = (MathF.Max(most, here), sum + here);
                        }
                    largest[cell + channel] = most;
                    average[cell + channel] = sum / ((bottom - top) * (right - left));
                }
            }
    }
}
