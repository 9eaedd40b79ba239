using System.Reflection;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace TorchSharp;

/// <summary>The entries of native/bridge.cpp, one to one, and the loading of the library that holds them.</summary>
internal static unsafe partial class Bridge
{
    private const string Library = "EarlyExitTorch";

    private static nint loaded;

    static Bridge() => NativeLibrary.SetDllImportResolver(typeof(Bridge).Assembly, Load);

    private static nint Load(string name, Assembly assembly, DllImportSearchPath? path)
    {
        if (name != Library) return 0;
        // The runtime asks once for each entry; what follows is done once.
        if (loaded != 0) return loaded;
        var file = OperatingSystem.IsMacOS() ? "libEarlyExitTorch.dylib" : "libEarlyExitTorch.so";
        string[] folders = [Path.GetDirectoryName(assembly.Location) ?? "", AppContext.BaseDirectory];
        var places = folders.Distinct().Select(folder => Path.Combine(folder, file)).ToArray();
        foreach (var place in places.Where(File.Exists))
        {
            try
            {
                var library = NativeLibrary.Load(place);
                // libtorch starts with one thread on some machines. OMP_NUM_THREADS, where set, is the user's choice.
                if (Environment.GetEnvironmentVariable("OMP_NUM_THREADS") is null or "")
                    ((delegate* unmanaged<int, long>)NativeLibrary.GetExport(library, nameof(ee_set_threads)))(Environment.ProcessorCount);
                return loaded = library;
            }
            catch (DllNotFoundException e)
            {
                throw new NotSupportedException(
                    $"{file} does not load: {e.Message.Trim()} It was built against a libtorch that is no longer there or has changed: " +
                    "delete the folder artifacts/native and build again, see environment.md.", e);
            }
        }
        throw new NotSupportedException(
            $"The native part of TorchSharp is missing, looked for {string.Join(" and ", places)}: build the project again, see environment.md.");
    }

    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct Argument(Arg.Tag tag, int count, long bits)
    {
        private readonly int tag = (int)tag, count = count;
        private readonly long bits = bits;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct Result
    {
        public readonly long Tag, Bits, Bytes;
    }

    [StructLayout(LayoutKind.Sequential)]
    internal readonly struct Description
    {
        private readonly long* sizes, strides;
        public readonly long Rank, Elements, ElementSize, Offset;
        public readonly int Dtype, DeviceType, DeviceIndex, RequiresGrad, IsLeaf, Contiguous, Conjugate, Sparse;

        public ReadOnlySpan<long> Sizes => new(sizes, (int)Rank);
        public ReadOnlySpan<long> Strides => new(strides, strides == null ? 0 : (int)Rank);
    }

    public static string Error => Marshal.PtrToStringUTF8(ee_error()) ?? "";
    public static string Version => Marshal.PtrToStringUTF8(ee_version()) ?? "";

    [DllImport(Library)] private static extern nint ee_error();
    [DllImport(Library)] private static extern nint ee_version();
    [DllImport(Library, CharSet = CharSet.Ansi)] internal static extern nint ee_find(string name, string overload);
    [DllImport(Library)] internal static extern long ee_call(nint op, Argument* arguments, int count, Result** results);

    [DllImport(Library)] internal static extern void ee_release(nint handle);
    [DllImport(Library)] internal static extern long ee_alias(nint handle);
    [DllImport(Library), SuppressGCTransition] internal static extern long ee_describe(nint handle, Description* description);
    [DllImport(Library)] internal static extern nint ee_data(nint handle);
    [DllImport(Library)] internal static extern long ee_from_blob(nint data, long* sizes, int rank, int dtype, nint owner, delegate* unmanaged<nint, void> free);

    [DllImport(Library)] internal static extern long ee_set_requires_grad(nint handle, int value);
    [DllImport(Library)] internal static extern long ee_grad(nint handle);
    [DllImport(Library)] internal static extern long ee_set_grad(nint handle, nint grad);
    [DllImport(Library)]
    internal static extern long ee_backward(nint* roots, int rootCount, nint* gradients, int gradientCount, int retainGraph, int createGraph, nint* inputs, int inputCount);
    [DllImport(Library)]
    internal static extern long ee_autograd_grad(nint* roots, int rootCount, nint* inputs, int inputCount, nint* gradients, int gradientCount,
        int retainGraph, int createGraph, int allowUnused, Result** results);
    [DllImport(Library)] internal static extern int ee_grad_mode();
    [DllImport(Library)] internal static extern void ee_set_grad_mode(int enabled);
    [DllImport(Library)] internal static extern nint ee_enter_inference(int enabled);
    [DllImport(Library)] internal static extern void ee_leave_inference(nint guard);

    [DllImport(Library)] internal static extern long ee_manual_seed(long seed);
    [DllImport(Library)] internal static extern long ee_generator(int deviceType, int deviceIndex, int fresh, nint* handle);
    [DllImport(Library)] internal static extern void ee_generator_release(nint handle);
    [DllImport(Library)] internal static extern ulong ee_generator_seed(nint handle);
    [DllImport(Library)] internal static extern long ee_generator_set_seed(nint handle, ulong seed);
    [DllImport(Library)] internal static extern long ee_generator_state(nint handle);
    [DllImport(Library)] internal static extern long ee_generator_set_state(nint handle, nint state);

    [DllImport(Library)] internal static extern int ee_threads();
    [DllImport(Library)] internal static extern long ee_set_threads(int count);
    [DllImport(Library)] internal static extern int ee_cuda_devices();
    [DllImport(Library)] internal static extern long ee_synchronize(int index);
}
