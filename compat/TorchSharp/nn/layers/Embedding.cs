using TorchSharp.Utils;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

/// <summary>Rows of a table by index: [...] of Int64 to [..., embedding_dims].</summary>
public sealed class Embedding : Module<Tensor, Tensor>
{
    private static readonly Op lookup = new("embedding"), renormalize = new("embedding_renorm_");
    private readonly long? padding_idx;
    private readonly double? max_norm;
    private readonly double norm_type;
    private readonly bool scale_grad_by_freq, sparse;
    [ComponentName(Name = nameof(weight))] private Parameter? _weight;

    internal Embedding(Parameter weight, long? padding_idx, double? max_norm, double norm_type, bool scale_grad_by_freq, bool sparse) : base(nameof(Embedding))
    {
        this.weight = weight;
        (this.padding_idx, this.max_norm, this.norm_type) = (padding_idx < 0 ? weight.shape[0] + padding_idx : padding_idx, max_norm, norm_type);
        (this.scale_grad_by_freq, this.sparse) = (scale_grad_by_freq, sparse);
    }

    public Parameter? weight
    {
        get => _weight;
        set => Assign(nameof(weight), ref _weight, value);
    }

    public override Tensor forward(Tensor input)
    {
        if (max_norm is { } norm)
        {
            using var _ = no_grad();
            Native.InPlace(renormalize, weight, input, norm, norm_type);
        }
        return Native.Call1(lookup, weight, input, padding_idx ?? -1, scale_grad_by_freq, sparse);
    }
}
