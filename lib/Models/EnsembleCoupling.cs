using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace EarlyExit.Models;

/// <summary>
/// <see cref="Coupling.Ensemble"/> and <see cref="Coupling.ZeroTimeWaste"/>: exit i says the mean over the heads m up to i of
/// exp(w_m) log p_m, plus a bias per class.
/// </summary>
/// <param name="Of">How the heads under the ensembles are coupled.</param>
internal sealed record EnsembleCoupling(Coupling Of) : Coupling(Of == None ? "ensemble" : $"ensemble of {Of.Name}")
{
    public override bool NeedsClasses => true;

    public override int HeadOutputs(ExitPlace place) => Of.HeadOutputs(place);

    public override IReadOnlyList<Layer> Layers(ExitPlace place)
    {
        if (place.IsLast) return Of.Layers(place);
        var heads = place.Exit + 1;
        return [.. Of.Layers(place), new Layer("ensemble", [place.Classes], heads * place.Classes, heads + place.Classes)];
    }

    public override nn.Module? Build(ExitPlace place)
    {
        var inner = Of.Build(place);
        return place.IsLast ? inner : new Link(inner, place);
    }

    public override Conversation Begin(IReadOnlyList<nn.Module?> links) =>
        new Ensembles(links, Of.Begin([.. links.Select(link => link is Link ensemble ? ensemble.Inner : link)]));

    private sealed class Link : nn.Module
    {
        private readonly nn.Module? inner;
        private readonly Parameter weights;
        private readonly Parameter bias;

        public Link(nn.Module? inner, ExitPlace place) : base(nameof(EnsembleCoupling))
        {
            this.inner = inner;
            weights = Parameter(.01 * torch.randn(place.Exit + 1));
            bias = Parameter(torch.zeros(place.Classes));
            RegisterComponents();
        }

        public nn.Module? Inner => inner;

        public Tensor Mean(IReadOnlyList<(int Exit, Tensor LogProbabilities)> heads)
        {
            var factors = weights.exp();
            var sum = heads.Select(head => factors[head.Exit] * head.LogProbabilities).Aggregate((all, next) => all + next);
            return sum / heads.Count + bias;
        }
    }

    private sealed class Ensembles(IReadOnlyList<nn.Module?> links, Conversation inner) : Conversation
    {
        private readonly List<(int Exit, Tensor LogProbabilities)> _heads = [];

        public override Spoken At(int exit, Tensor head)
        {
            var own = inner.At(exit, head);
            if (links[exit] is not Link link) return own;
            _heads.Add((exit, log_softmax(own.Logits.detach(), 1)));
            var logits = link.Mean(_heads);
            return own with { Logits = logits, Trained = [.. own.Trained, logits] };
        }

        public override void Keep(Tensor rows)
        {
            inner.Keep(rows);
            for (var k = 0; k < _heads.Count; k++) _heads[k] = (_heads[k].Exit, _heads[k].LogProbabilities.index_select(0, rows));
        }
    }
}
