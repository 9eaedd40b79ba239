namespace TorchSharp.Modules;

/// <summary>A tensor that a module learns: RegisterComponents takes it for a parameter, other tensors for buffers.</summary>
/// <param name="data">The values; this object is empty from then on.</param>
/// <param name="requires_grad">Whether it is learnt.</param>
public class Parameter(torch.Tensor data, bool requires_grad = true) : torch.Tensor(Prepared(data, requires_grad))
{
    private static torch.Tensor Prepared(torch.Tensor data, bool requires_grad)
    {
        data.requires_grad = requires_grad;
        return data;
    }
}
