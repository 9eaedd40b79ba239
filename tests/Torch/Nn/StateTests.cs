using System.Text;
using TorchSharp;
using static TorchSharp.torch;
using static TorchSharp.torch.nn;

namespace EarlyExit.Tests.Torch.Nn;

[Collection("torch")]
public class StateTests
{
    // A promise of ours beyond the package's, which fills the module while it reads.
    private static void OnlyHere() => Packages.SkipUnlessCompat("TorchSharp fills the module while it reads, and changes it before it finds a file cut short.");

    private static Module<Tensor, Tensor> Network() => Sequential(
        ("conv1", Conv2d(1, 2, 3)), ("bn1", BatchNorm2d(2)), ("relu", ReLU()), ("flatten", Flatten()), ("fc", Linear(8, 3)));

    private static byte[] Saved(Module module)
    {
        var stream = new MemoryStream();
        module.save(stream);
        return stream.ToArray();
    }

    [Fact]
    public void State_lists_parameters_and_then_buffers()
    {
        using var module = Network();
        Assert.Equal(
            ["conv1.weight", "conv1.bias", "bn1.weight", "bn1.bias", "fc.weight", "fc.bias", "bn1.running_mean", "bn1.running_var", "bn1.num_batches_tracked"],
            module.state_dict().Keys);
        Assert.Equal("body.conv1.weight", module.state_dict(prefix: "body").Keys.First());
    }

    [Fact]
    public void State_is_copied_by_name()
    {
        using var source = Network();
        using var target = Network();
        source.call(rand(4, 1, 4, 4));
        var (missing, unexpected) = target.load_state_dict(source.state_dict());
        Assert.Empty(missing);
        Assert.Empty(unexpected);
        AssertEqual(source, target);
        Assert.NotSame(source.state_dict()["fc.weight"], target.state_dict()["fc.weight"]);
    }

    [Fact]
    public void Names_must_agree_unless_told_otherwise()
    {
        using var module = Network();
        var state = module.state_dict();
        state.Remove("fc.bias");
        state["head.bias"] = zeros(3);
        Assert.Throws<InvalidOperationException>(() => module.load_state_dict(state));
        var (missing, unexpected) = module.load_state_dict(state, strict: false);
        Assert.Equal(["fc.bias"], missing);
        Assert.Equal(["head.bias"], unexpected);
        var (left, _) = module.load_state_dict(state, skip: ["fc.bias", "head.bias"]);
        Assert.Empty(left);
    }

    [Fact]
    public void File_has_TorchSharps_bytes()
    {
        using var module = Linear(1, 1);
        using (no_grad())
        {
            module.weight.fill_(1.5);
            module.bias!.fill_(-2);
        }
        byte[] expected = [2, 6, .. "weight"u8, 6, 2, 1, 1, 0, 0, 0xC0, 0x3F, 4, .. "bias"u8, 6, 1, 1, 0, 0, 0, 0xC0];
        Assert.Equal(expected, Saved(module));
    }

    [Fact]
    public void Long_names_and_shapes_take_more_bytes()
    {
        var stream = new MemoryStream();
        using (var writer = new BinaryWriter(stream))
            Module.save_state_dict(writer, new() { [new string('n', 200)] = zeros(300, dtype: ScalarType.Byte) });
        byte[] expected = [1, 0xC8, 1, .. Enumerable.Repeat((byte)'n', 200), 0, 1, 0xAC, 2, .. new byte[300]];
        Assert.Equal(expected, stream.ToArray());
    }

    [Fact]
    public void Saved_module_loads_from_file_and_stream_bit_by_bit()
    {
        using var source = Network();
        source.call(rand(4, 1, 4, 4));
        var path = Path.Combine(Directory.CreateTempSubdirectory().FullName, "module.dat");
        Assert.Same(source, source.save(path));
        using var target = Network();
        var loaded = new Dictionary<string, bool>();
        Assert.Same(target, target.load(path, loadedParameters: loaded));
        AssertEqual(source, target);
        Assert.Equal(source.state_dict().ToDictionary(entry => entry.Key, _ => true), loaded);

        using var other = Network();
        other.load(new MemoryStream(File.ReadAllBytes(path)), skip: ["fc.bias"]);
        Assert.Equal(source.get_parameter("fc.weight"), other.get_parameter("fc.weight"));
        Assert.NotEqual(source.get_parameter("fc.bias"), other.get_parameter("fc.bias"));
        Assert.True(other.get_parameter("fc.weight")!.requires_grad);
        Directory.Delete(Path.GetDirectoryName(path)!, true);
    }

    [Fact]
    public void Other_modules_files_are_refused_or_read_in_part()
    {
        using var module = Sequential(("fc", Linear(8, 3)), ("last", Linear(3, 2)));
        Assert.Throws<FileNotFoundException>(() => module.load("there-is-no-such-file.dat"));
        Assert.Throws<ArgumentException>(() => module.load(new MemoryStream(Saved(Sequential(("fc", Linear(8, 3)))))));
        Assert.Throws<ArgumentException>(() => module.load(new MemoryStream(Saved(Sequential(("fc", Linear(8, 3)), ("other", Linear(3, 2)))))));
        Assert.Throws<ArgumentException>(() => module.load(new MemoryStream(Saved(Sequential(("fc", Linear(8, 3)), ("last", Linear(4, 2)))))));
        Assert.Throws<ArgumentException>(() => module.load(new MemoryStream(Saved(Sequential(("fc", Linear(8, 3)), ("last", Linear(3, 2, dtype: ScalarType.Float64)))))));

        using var network = Network();
        var loaded = new Dictionary<string, bool>();
        module.load(new MemoryStream(Saved(network)), strict: false, loadedParameters: loaded);
        Assert.Equal(network.get_parameter("fc.weight"), module.get_parameter("fc.weight"));
        Assert.False(loaded["conv1.weight"]);
        Assert.True(loaded["fc.bias"]);
    }

    [Fact]
    public void File_cut_anywhere_is_refused_and_changes_nothing()
    {
        OnlyHere();
        using var source = Sequential(Linear(2, 2), BatchNorm1d(2));
        using var target = Sequential(Linear(2, 2), BatchNorm1d(2));
        var (whole, before) = (Saved(source), Saved(target));
        for (var length = 0; length < whole.Length; length++)
        {
            Assert.Throws<ArgumentException>(() => target.load(new MemoryStream(whole[..length])));
            Assert.Throws<ArgumentException>(() => target.load(new MemoryStream(whole[..length]), strict: false));
            Assert.Equal(before, Saved(target));
        }
    }

    [Fact]
    public void Nonsense_sizes_are_refused_without_allocating_them()
    {
        OnlyHere();
        using var module = Linear(1, 1);
        byte[] huge = [0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0x7F];
        byte[] name = [6, .. "weight"u8], other = [5, .. "other"u8];
        byte[][] files =
        [
            [.. huge, .. name, 6, 0],                                                    // that many entries
            [2, .. huge],                                                                // a name that long
            [2, .. name, 99, 0],                                                         // no such type
            [2, .. name, 6, .. huge],                                                    // that many dimensions
            [2, .. name, 6, 2, .. huge, 1],                                              // that large
            [2, .. other, 6, 2, .. huge, .. huge],                                       // overflows
            [2, .. other, 6, 1, .. huge],                                                // that many elements to pass over
            [2, .. name, 6, 2, 1, 1, 0, 0, 0, 0, .. name, 6, 2, 1, 1, 0, 0, 0, 0],      // twice the same
            [2, .. Enumerable.Repeat((byte)0xFF, 20)],                                   // a number without end
        ];
        var before = (Saved(module), GC.GetTotalAllocatedBytes());
        foreach (var file in files)
        {
            Assert.Throws<ArgumentException>(() => module.load(new MemoryStream(file)));
            Assert.Throws<ArgumentException>(() => module.load(new MemoryStream(file), strict: false));
        }
        Assert.Equal(before.Item1, Saved(module));
        Assert.InRange(GC.GetTotalAllocatedBytes() - before.Item2, 0, 64 << 20);
    }

    [Fact]
    public void Tensors_of_every_type_go_through_a_stream()
    {
        Tensor[] tensors =
        [
            tensor(new byte[] { 1, 255 }), tensor(new[] { -1, 2 }).to(ScalarType.Int8), tensor(new[] { -300, 2 }).to(ScalarType.Int16), tensor(new[] { -70_000, 2 }), tensor(new[] { long.MinValue, 2 }),
            tensor(new[] { 1.5f, float.NaN }), tensor(new[] { 1e300, -0.0 }), tensor(new[] { true, false }), rand(2, 3, 4), zeros(0, 3), tensor(7.0f),
        ];
        var stream = new MemoryStream();
        var writer = new BinaryWriter(stream, Encoding.UTF8, leaveOpen: true);
        foreach (var t in tensors) t.Save(writer);
        stream.Position = 0;
        using var reader = new BinaryReader(stream);
        foreach (var t in tensors)
        {
            var loaded = Tensor.Load(reader);
            Assert.Equal(t.dtype, loaded.dtype);
            Assert.Equal(t.shape, loaded.shape);
            Assert.Equal(t.bytes.ToArray(), loaded.bytes.ToArray());
        }
        Assert.Equal(stream.Length, stream.Position);
        Assert.Throws<InvalidOperationException>(() => rand(2, 3).t().Save(new MemoryStream()));
    }

    [Fact]
    public void Tensor_is_filled_only_from_its_like()
    {
        BinaryReader Saved(Tensor t)
        {
            var stream = new MemoryStream();
            t.Save(stream);
            return new BinaryReader(new MemoryStream(stream.ToArray()));
        }
        var target = zeros(2, 2);
        target.Load(Saved(ones(2, 2)));
        Assert.Equal(ones(2, 2), target);
        Assert.Throws<ArgumentException>(() => target.Load(Saved(zeros(4))));
        Assert.Throws<ArgumentException>(() => target.Load(Saved(zeros(2, 2, dtype: ScalarType.Float64))));
        Assert.Equal(ones(2, 2), target);
    }

    private static void AssertEqual(Module expected, Module actual)
    {
        var (left, right) = (expected.state_dict(), actual.state_dict());
        Assert.Equal(left.Keys, right.Keys);
        foreach (var (key, value) in left) Assert.Equal(value, right[key]);
    }
}
