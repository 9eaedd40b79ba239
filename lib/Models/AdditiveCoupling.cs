using static TorchSharp.torch;

namespace EarlyExit.Models;

/// <summary><see cref="Coupling.Additive"/>.</summary>
internal sealed record AdditiveCoupling(double Carry) : Coupling(FormattableString.Invariant($"additive {Carry:R}"))
{
    public override IReadOnlyList<Layer> Layers(ExitPlace place) => [];

    public override nn.Module? Build(ExitPlace place) => null;

    public override Conversation Begin(IReadOnlyList<nn.Module?> links) => new Sum(Carry);

    private sealed class Sum(double carry) : Conversation
    {
        private Tensor? _before;

        public override Spoken At(int exit, Tensor head)
        {
            var logits = _before is null ? head : head + carry * _before;
            _before = logits.detach();
            return new(logits);
        }

        public override void Keep(Tensor rows) => _before = _before?.index_select(0, rows);
    }
}
