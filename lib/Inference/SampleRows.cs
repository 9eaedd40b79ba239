using TorchSharp;
using static TorchSharp.torch;

namespace EarlyExit.Inference;

/// <summary>Some of the samples of a batch. Where the channels of maps lie last in memory they stay there: index_select by itself would move them.</summary>
internal static class SampleRows
{
    /// <summary>The samples at <paramref name="rows"/>, int64 [n].</summary>
    public static Tensor Of(Tensor x, Tensor rows) => ChannelsLast(x)
        ? x.permute(0, 2, 3, 1).index_select(0, rows).permute(0, 3, 1, 2)
        : x.index_select(0, rows);

    /// <summary>Uninitialised room for <paramref name="count"/> samples like those of <paramref name="x"/>, laid out as they are.</summary>
    public static Tensor Room(Tensor x, int count)
    {
        var shape = x.shape;
        if (!ChannelsLast(x)) return torch.empty([count, .. shape[1..]], x.dtype, x.device);
        return torch.empty([count, shape[2], shape[3], shape[1]], x.dtype, x.device).permute(0, 3, 1, 2);
    }

    private static bool ChannelsLast(Tensor x) => x.ndim == 4 && x.stride(1) == 1;
}
