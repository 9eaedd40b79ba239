using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace TorchSharp.Modules;

public sealed class ReLU : Module<Tensor, Tensor>
{
    internal ReLU(bool inplace) : base(nameof(ReLU)) => this.inplace = inplace;
    public bool inplace { get; set; }
    public override Tensor forward(Tensor tensor) => functional.relu(tensor, inplace);
}

public sealed class GELU : Module<Tensor, Tensor>
{
    internal GELU(bool inplace) : base(nameof(GELU)) => this.inplace = inplace;
    public bool inplace { get; set; }
    public override Tensor forward(Tensor tensor) => functional.gelu(tensor, inplace);
}

public sealed class SiLU : Module<Tensor, Tensor>
{
    internal SiLU(bool inplace) : base(nameof(SiLU)) => this.inplace = inplace;
    public bool inplace { get; set; }
    public override Tensor forward(Tensor tensor) => functional.silu(tensor, inplace);
}

public sealed class Tanh : Module<Tensor, Tensor>
{
    internal Tanh(bool inplace) : base(nameof(Tanh)) => this.inplace = inplace;
    public bool inplace { get; set; }
    public override Tensor forward(Tensor tensor) => functional.tanh(tensor, inplace);
}

public sealed class Dropout : Module<Tensor, Tensor>
{
    internal Dropout(double p, bool inplace) : base(nameof(Dropout)) => (this.p, this.inplace) = (p, inplace);
    public double p { get; set; }
    public bool inplace { get; set; }
    public override Tensor forward(Tensor tensor) => functional.dropout(tensor, p, training, inplace);
}

public sealed class Identity : Module<Tensor, Tensor>
{
    internal Identity() : base(nameof(Identity)) { }
    public override Tensor forward(Tensor tensor) => tensor.alias();
}

public sealed class Flatten : Module<Tensor, Tensor>
{
    internal Flatten(long start_dim, long end_dim) : base(nameof(Flatten)) => (this.start_dim, this.end_dim) = (start_dim, end_dim);
    public long start_dim { get; set; }
    public long end_dim { get; set; }
    public override Tensor forward(Tensor input) => input.flatten(start_dim, end_dim);
}
