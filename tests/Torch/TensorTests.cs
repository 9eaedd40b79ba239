using System.Runtime.InteropServices;
using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Tests.Torch;

/// <summary>Handles, elements, conversions and printing.</summary>
[Collection("torch")]
public class TensorTests
{
    [Fact]
    public void A_disposed_tensor_says_so_and_may_be_disposed_again()
    {
        var t = ones(2);
        t.Dispose();
        t.Dispose();
        Assert.True(t.IsInvalid);
        Assert.Equal("Tensor invalid -- empty handle.", Assert.Throws<InvalidOperationException>(() => t + 1).Message);
        Assert.Throws<InvalidOperationException>(() => t.shape);
        Assert.Throws<InvalidOperationException>(() => cat(new[] { ones(2), t }));
    }

    [Fact]
    public void An_alias_shares_memory_and_outlives_the_tensor()
    {
        using var scope = NewDisposeScope();
        var t = zeros(2);
        var other = t.alias();
        t.fill_(3);
        t.Dispose();
        Assert.Equal([3f, 3f], other.data<float>());
    }

    [Fact]
    public void Item_and_data_want_the_exact_dtype()
    {
        using var scope = NewDisposeScope();
        var e = Assert.Throws<ArgumentException>(() => tensor(1.5f).item<double>());
        Assert.Equal("Double is not compatible with Float32", e.Message);
        Assert.Throws<ArgumentException>(() => ones(2).item<float>());
        Assert.Throws<ArgumentException>(() => arange(3).data<int>());
        Assert.Equal(1.5f, tensor(1.5f).item<float>());
        Assert.True(tensor(true).item<bool>());
    }

    [Fact]
    public void Other_conversions_take_any_dtype()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(2.0, tensor(2).ToDouble());
        Assert.Equal(2, tensor(2.9).ToInt32());
        Assert.Equal(7L, (long)tensor(7f));
        Assert.Equal(0.5f, (float)tensor(0.5));
        Assert.True(tensor(3).ToBoolean());
        Assert.False((bool)tensor(0f));
        Assert.Throws<ExternalException>(() => ones(2).ToDouble());
    }

    [Fact]
    public void Numbers_and_arrays_become_tensors_of_their_own_dtype()
    {
        using var scope = NewDisposeScope();
        (Tensor, ScalarType)[] made =
        [
            (tensor(5), int32), (tensor(5L), int64), (tensor(5.0), float64), (tensor(5f), float32), (tensor(true), torch.@bool),
            (tensor(5.0, dtype: float32), float32), (tensor(new[] { 1, 2 }), int32), (tensor(new[] { 1, 2 }, dtype: int64), int64),
            (arange(5), int64), (arange(5.0), float32), (ones(2), float32), ((Tensor)3, int32), ((Tensor)new[] { 1.0 }, float64),
        ];
        Assert.All(made, pair => Assert.Equal(pair.Item2, pair.Item1.dtype));
        Assert.Equal([2, 3], tensor(new float[,] { { 1, 2, 3 }, { 4, 5, 6 } }).shape);
        Assert.Equal([3, 1], tensor(new double[] { 1, 2, 3 }, [3, 1]).shape);
        Assert.Contains("6 vs. 5", Assert.Throws<ArgumentException>(() => tensor(new float[5], [2, 3])).Message);
    }

    [Fact]
    public void The_default_dtype_can_be_changed()
    {
        using var scope = NewDisposeScope();
        set_default_dtype(float64);
        try
        {
            Assert.Equal(float64, ones(1).dtype);
            Assert.Equal(float64, arange(0.0, 1.0, 0.5).dtype);
        }
        finally
        {
            set_default_dtype(float32);
        }
        Assert.Throws<ArgumentException>(() => set_default_dtype(int64));
    }

    [Fact]
    public void Tensor_copies_an_array_and_from_array_shares_it()
    {
        using var scope = NewDisposeScope();
        float[] values = [1, 2, 3];
        var (copy, shared) = (tensor(values), from_array(values));
        values[0] = 9;
        Assert.Equal([1f, 2f, 3f], copy.data<float>());
        Assert.Equal([9f, 2f, 3f], shared.data<float>());
        shared[2] = tensor(7f);
        Assert.Equal(7f, values[2]);
        Assert.Equal([2, 2, 1], from_array(new double[2, 2, 1]).shape);
        Assert.Equal(float32, from_array(new double[2], float32).dtype);
        GC.Collect();
        Assert.Equal(7f, shared[2].item<float>());
    }

    [Fact]
    public void An_accessor_reads_in_logical_order_and_writes_through()
    {
        using var scope = NewDisposeScope();
        var t = arange(6).reshape(2, 3).t();
        var data = t.data<long>();
        Assert.Equal([0L, 3, 1, 4, 2, 5], data.ToArray());
        Assert.Equal([0L, 3, 1, 4, 2, 5], data);
        Assert.Equal((6, 4L, 5L), (data.Count, data[1, 1], data[5]));
        Assert.Equal(4L, ((long[,])data.ToNDArray())[1, 1]);
        data[2, 0] = 20;
        Assert.Equal([0L, 3, 1, 4, 20, 5], t.data<long>());
        var part = new long[3];
        arange(6).data<long>().CopyTo(part, arrayIndex: 1, tensorIndex: 3);
        Assert.Equal([0L, 3, 4], part);
        Assert.Throws<IndexOutOfRangeException>(() => data[6]);
        Assert.Throws<IndexOutOfRangeException>(() => data[2, 2]);
    }

    [Fact]
    public void Bytes_are_those_in_memory()
    {
        using var scope = NewDisposeScope();
        var t = tensor([1f, 2f]);
        Assert.Equal([0, 0, 128, 63, 0, 0, 0, 64], t.bytes.ToArray());
        t.bytes = new byte[8];
        Assert.Equal([0f, 0f], t.data<float>());
        Assert.Throws<InvalidOperationException>(() => ones(2, 3).t().bytes.Length);
    }

    [Fact]
    public void Equals_compares_values_and_the_operator_elements()
    {
        using var scope = NewDisposeScope();
        Assert.Equal(ones(2), ones(2));
        Assert.NotEqual(ones(2), ones(3));
        Assert.False(ones(2).Equals((object?)null));
        Assert.Equal([true, false], (tensor([1, 2]) == tensor([1, 3])).data<bool>());
        Assert.Equal([true, false], tensor([1, 2]).equal(tensor([1, 3])).data<bool>());
        Assert.True(allclose(ones(2), ones(2) + 1e-7));
    }

    [Fact]
    public void Shapes_strides_and_sizes()
    {
        using var scope = NewDisposeScope();
        var t = zeros(2, 3, 4);
        Assert.Equal((3, 24, 4, 4), (t.ndim, t.numel(), t.size(-1), t.element_size()));
        Assert.Equal([12, 4, 1], t.stride());
        Assert.True(t.is_contiguous() && !t.transpose(0, 1).is_contiguous());
        Assert.Equal(8, t[0, 2].storage_offset());
        Assert.Throws<ExternalException>(() => t.size(3));
        Assert.Equal("cpu", t.device.ToString());
    }

    [Fact]
    public void In_place_operations_return_the_tensor_itself()
    {
        var t = ones(2);
        Assert.Same(t, t.add_(1));
        Assert.Same(t, t.fill_(3).mul_(2));
        Assert.Equal([6f, 6f], t.data<float>());
    }

    [Fact]
    public void To_with_disposeAfter_disposes_the_source()
    {
        using var scope = NewDisposeScope();
        var t = ones(2);
        var moved = t.to(float64, disposeAfter: true);
        Assert.True(t.IsInvalid);
        Assert.Equal(float64, moved.dtype);
    }

    [Fact]
    public void Channels_last_is_a_permutation_made_contiguous()
    {
        using var scope = NewDisposeScope();
        var images = rand(2, 3, 4, 5);
        var last = images.permute(0, 2, 3, 1).contiguous().permute(0, 3, 1, 2);
        Assert.Equal([60, 1, 15, 3], last.stride());
        Assert.Equal(images, last);
    }

    [Fact]
    public void Printing()
    {
        using var scope = NewDisposeScope();
        var t = tensor(new float[,] { { 1, -2.5f }, { 10, 4 } });
        Assert.Equal("[2x2], type = Float32, device = cpu", t.ToString());
    }
}
