using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EarlyExit.Models;

/// <summary>
/// <see cref="Coupling.Cascading"/>. A linear layer on features and earlier logits side by side is the sum of one on the features, which the
/// head has, and one without offset on the logits, which is the link: so it fits any head that ends in a linear layer.
/// </summary>
internal sealed record CascadingCoupling() : Coupling("cascading")
{
    public override bool NeedsClasses => true;

    public override IReadOnlyList<Layer> Layers(ExitPlace place)
    {
        if (!Listens(place)) return [];
        Shape logits = [place.Classes];
        return [Layer.LayerNorm("norm", logits), new Layer("linear", logits, place.Classes * place.Classes, place.Classes * place.Classes)];
    }

    public override nn.Module? Build(ExitPlace place) => Listens(place) ? new Link(place.Classes) : null;

    public override Conversation Begin(IReadOnlyList<nn.Module?> links) => new Cascade(links);

    private static bool Listens(ExitPlace place) => place.Exit > 0 && !place.IsLast;

    private sealed class Link : Module<Tensor, Tensor>
    {
        private readonly LayerNorm norm;
        private readonly Linear linear;

        public Link(int classes) : base(nameof(CascadingCoupling))
        {
            norm = LayerNorm(classes);
            linear = Linear(classes, classes, hasBias: false);
            RegisterComponents();
        }

        public override Tensor forward(Tensor before) => linear.call(norm.call(before));
    }

    private sealed class Cascade(IReadOnlyList<nn.Module?> links) : Conversation
    {
        private Tensor? _before;

        public override Spoken At(int exit, Tensor head)
        {
            var logits = links[exit] is Link link && _before is not null ? head + link.call(_before.detach()) : head;
            _before = logits;
            return new(logits);
        }

        public override void Keep(Tensor rows) => _before = _before?.index_select(0, rows);
    }
}
