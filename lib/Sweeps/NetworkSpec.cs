using EarlyExit.Data;
using EarlyExit.Models;

namespace EarlyExit.Sweeps;

/// <summary>A network in a study file: a family with its sizes, where exits hang, and what heads they have.</summary>
internal static class NetworkSpec
{
    private sealed record Family(string[] Sizes, Head Head, Func<JsonSpot, Func<IDataSet, Backbone>> Read);

    private static readonly Dictionary<string, Family> Families = new()
    {
        ["resnet"] = new(["depth", "width"], Heads.Pooled, spot =>
        {
            var (depth, width) = (spot.Need("depth").AsInt, spot.Int("width", 16));
            return data => ResNet.ForCifar(depth, width, data.Train.Classes, InputOf(data));
        }),
        ["resnet-images"] = new(["depth", "width"], Heads.Pooled, spot =>
        {
            var (depth, width) = (spot.Need("depth").AsInt, spot.Int("width", 64));
            return data => ResNet.ForImages(depth, width, classes: data.Train.Classes, input: InputOf(data));
        }),
        ["vgg"] = new(["depth", "width"], Heads.Pooled, spot =>
        {
            var (depth, width) = (spot.Need("depth").AsInt, spot.Int("width", 64));
            return data => Vgg.WithBatchNorm(depth, width, data.Train.Classes, InputOf(data));
        }),
        ["efficientnet"] = new(["depth", "width"], Heads.Pooled, spot =>
        {
            var (depth, width) = (spot.Number("depth", 1), spot.Number("width", 1));
            return data => EfficientNet.B0(width, depth, classes: data.Train.Classes, input: InputOf(data));
        }),
        ["msdnet"] = new(["layers", "growth", "width", "scales", "headChannels"], Heads.Coarsest(), spot =>
        {
            int[] layers = [.. spot.Need("layers").Each.Select(one => one.AsInt)];
            var (growth, width, scales, channels) = (spot.Int("growth", 6), spot.Int("width", 16), spot.Int("scales", 3), spot.Int("headChannels", 128));
            return data => MsdNet.Create(layers, growth, width, scales, headChannels: channels, classes: data.Train.Classes, input: InputOf(data));
        }),
        ["vit"] = new(["dim", "depth", "heads", "patch"], Heads.ClassToken, spot =>
        {
            var (dim, depth, heads, patch) = (spot.Need("dim").AsInt, spot.Need("depth").AsInt, spot.Int("heads", 1), spot.Int("patch", 4));
            return data => Vit.For(dim, depth, heads, patch, classes: data.Train.Classes, input: InputOf(data));
        }),
        ["mlp"] = new(["widths"], Heads.Linear, spot =>
        {
            int[] widths = [.. spot.Need("widths").Each.Select(one => one.AsInt)];
            return data => Mlp.Of(InputOf(data), widths, data.Train.Classes);
        }),
        ["bert"] = new(["dim", "depth", "heads"], Heads.Pooler, spot =>
        {
            var (dim, depth, heads) = (spot.Need("dim").AsInt, spot.Need("depth").AsInt, spot.Int("heads", 1));
            return data => data.Train is TextSet texts
                ? Bert.For(texts.Vocabulary.Count, texts.Length, dim, depth, heads, classes: texts.Classes)
                : throw new ArgumentException($"bert reads texts, {data.Name} has none.");
        }),
    };

    private static readonly Dictionary<string, Func<JsonSpot, Head>> HeadsByName = new()
    {
        ["pooled"] = _ => Heads.Pooled,
        ["linear"] = _ => Heads.Linear,
        ["flattened"] = _ => Heads.Flattened,
        ["conv"] = spot => Heads.Conv(spot.Int("layers", 1)),
        ["class token"] = _ => Heads.ClassToken,
        ["pooler"] = _ => Heads.Pooler,
        ["coarsest"] = spot => Heads.Coarsest(spot.Int("channels", 128)),
    };

    public static IReadOnlyCollection<string> FamilyNames => Families.Keys;

    public static IReadOnlyCollection<string> HeadNames => HeadsByName.Keys;

    /// <exception cref="SweepFormatException">There is no such family, or a size is missing or wrong.</exception>
    public static Choice<Func<IDataSet, Architecture>> Read(JsonSpot spot)
    {
        var family = spot.Need("family").OneOf(Families, "family");
        spot.OnlyWith(["name", "family", "exits", "head", .. family.Sizes]);
        var backbone = family.Read(spot);
        var head = spot.Find("head") is { } wanted ? HeadOf(wanted) : family.Head;
        var places = Places(spot.Find("exits"));
        return new(spot.Need("name").AsText, data =>
        {
            try
            {
                return backbone(data).WithExits(head, places);
            }
            catch (ArgumentException error)
            {
                throw spot.Wrong($"on {data.Name}: {error.Message.ReplaceLineEndings(" ")}", error);
            }
        });
    }

    private static Head HeadOf(JsonSpot spot) => spot.Kind == System.Text.Json.JsonTokenType.String
        ? spot.OneOf(HeadsByName, "head")(spot)
        : spot.OnlyWith("kind", "layers", "channels").Need("kind").OneOf(HeadsByName, "head")(spot);

    private static Placement Places(JsonSpot? spot)
    {
        if (spot is null) return Every.Block;
        switch (spot.Kind)
        {
            case System.Text.Json.JsonTokenType.String:
                return spot.OneOf(new Dictionary<string, Placement> { ["every block"] = Every.Block, ["none"] = Placement.None }, "place of exits");
            case System.Text.Json.JsonTokenType.StartArray:
                return Placement.After([.. spot.Items.Select(one => one.AsInt)]);
            default:
                spot.OnlyWith("every", "early", "late");
                return spot.Members is [var (rule, count)]
                    ? rule switch { "every" => Every.Nth(count.AsInt), "early" => Placement.Early(count.AsInt), _ => Placement.Late(count.AsInt) }
                    : throw spot.Wrong("expected one of every, early and late");
        }
    }

    private static Shape InputOf(IDataSet data) => Shape.Of([.. data.Train.Sizes.Select(size => (long)size)]);
}
