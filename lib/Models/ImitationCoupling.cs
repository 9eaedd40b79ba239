using TorchSharp;
using TorchSharp.Modules;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;
using static TorchSharp.torch.nn.functional;

namespace EarlyExit.Models;

/// <summary>
/// <see cref="Coupling.Imitation"/>, as the authors' code has it. With states s_j = relu(head), imitations relu(M_j s_i) of later states
/// j > i and projections R_j to classes, exit i says b P + (1 - b) F: P sums R_j s_j over j up to i, with past states as constants, F sums
/// R_j over the imitations, and b = sigmoid(B relu(mean of G_j s_j over j up to i)).
/// </summary>
/// <param name="State">Features of a state.</param>
internal sealed record ImitationCoupling(int State) : Coupling($"imitation {State}")
{
    public override int HeadOutputs(ExitPlace place) => place.IsLast ? place.Classes : State;

    public override IReadOnlyList<Layer> Layers(ExitPlace place)
    {
        if (place.IsLast) return [];
        var (exit, later, classes) = ((long)place.Exit, place.Exits - 2 - place.Exit, (long)place.Classes);
        Shape state = [State], logits = [classes];
        return
        [
            new Layer("imitators", state, later * State * State, exit == 0 ? 0 : State * (State + 1)),
            new Layer("projection", logits, (1 + later) * State * classes, (State + 1) * classes),
            new Layer("gate", logits, State * classes, (State + 1) * classes),
            new Layer("balance", logits, classes * classes, exit == 0 ? (classes + 1) * classes : 0),
        ];
    }

    public override nn.Module? Build(ExitPlace place) => place.IsLast ? null : new Link(place, State);

    public override Conversation Begin(IReadOnlyList<nn.Module?> links) => new PastAndFuture([.. links.OfType<Link>()]);

    // What exit i learns, for itself and for those that imitate or remember its state; the balance, which all share, is exit 0's.
    private sealed class Link : nn.Module
    {
        public readonly Linear? imitator;
        public readonly Linear projection;
        public readonly Linear gate;
        public readonly Linear? balance;

        public Link(ExitPlace place, int state) : base(nameof(ImitationCoupling))
        {
            imitator = place.Exit == 0 ? null : Linear(state, state);
            projection = Projection(state, place.Classes);
            gate = Projection(state, place.Classes);
            balance = place.Exit == 0 ? Linear(place.Classes, place.Classes) : null;
            RegisterComponents();
        }

        private static Linear Projection(int state, int classes)
        {
            var linear = Linear(state, classes);
            init.normal_(linear.weight, 0, 1 / Math.Sqrt(state));
            init.zeros_(linear.bias!);
            return linear;
        }
    }

    private sealed class PastAndFuture(Link[] links) : Conversation
    {
        private readonly List<(int By, int Of, Tensor State)> _imitations = [];
        private Tensor? _projections;
        private Tensor? _gates;
        private int _heard;

        public override Spoken At(int exit, Tensor head)
        {
            if (exit == links.Length) return new(head);
            var link = links[exit];
            var state = relu(head);
            var past = Sum(_projections, link.projection.call(state));
            var gates = Sum(_gates, link.gate.call(state)) / ++_heard;
            var balance = links[0].balance!.call(relu(gates)).sigmoid();
            var logits = Future(exit, state) is { } future ? balance * past + (1 - balance) * future : balance * past;
            Remember(link, state);
            return new(logits) { OwnLoss = LossOfImitations(exit, state.detach()) };
        }

        public override void Keep(Tensor rows)
        {
            (_projections, _gates) = (_projections?.index_select(0, rows), _gates?.index_select(0, rows));
            for (var k = 0; k < _imitations.Count; k++) _imitations[k] = _imitations[k] with { State = _imitations[k].State.index_select(0, rows) };
        }

        private Tensor? Future(int exit, Tensor state)
        {
            Tensor? sum = null;
            for (var later = exit + 1; later < links.Length; later++)
            {
                var imitation = relu(links[later].imitator!.call(state));
                _imitations.Add((exit, later, imitation));
                sum = Sum(sum, links[later].projection.call(imitation));
            }
            return sum;
        }

        // Later exits train the projections of this state, not the state.
        private void Remember(Link link, Tensor state)
        {
            var constant = state.detach();
            _projections = Sum(_projections, link.projection.call(constant));
            _gates = Sum(_gates, link.gate.call(constant));
        }

        // The mean over the exits that imitate of the mean over what they imitate; this exit's part of it.
        private Func<Tensor>? LossOfImitations(int exit, Tensor truth)
        {
            if (exit == 0) return null;
            return () => _imitations.Where(imitation => imitation.Of == exit)
                .Select(imitation => (1 - cosine_similarity(truth, imitation.State)).mean() / ((links.Length - 1.0) * (links.Length - 1 - imitation.By)))
                .Aggregate(Sum);
        }

        private static Tensor Sum(Tensor? a, Tensor b) => a is null ? b : a + b;
    }
}
