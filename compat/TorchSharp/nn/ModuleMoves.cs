using static TorchSharp.torch;

namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public partial class Module
        {
            // The tensors stay the same objects with new data, as in PyTorch: fields and optimisers keep what they hold.
            internal void Move(Device? device, ScalarType? dtype)
            {
                if (dtype is { } wanted && !is_floating_point(wanted) && !is_complex(wanted))
                    throw new ArgumentException($"nn.Module.to only accepts floating point or complex types, but got desired dtype={wanted}");
                if (device?.type == DeviceType.CUDA && !cuda.is_available()) throw new InvalidOperationException("CUDA is not available.");

                using var _ = no_grad();
                using var scope = NewDisposeScope();
                foreach (var (tensor, _) in ownBuffers.Values) MoveData(tensor, device, dtype);
                foreach (var parameter in ownParameters.Values)
                {
                    // The gradient first: a parameter accepts only one of its own type and device.
                    var gradient = parameter.grad;
                    parameter.grad = null!;
                    MoveData(parameter, device, dtype);
                    if (gradient is null) continue;
                    MoveData(gradient, device, dtype);
                    parameter.grad = gradient;
                }
                foreach (var child in children()) child.Move(device, dtype);
            }

            private static void MoveData(Tensor tensor, Device? device, ScalarType? dtype)
            {
                var type = dtype is { } wanted && (tensor.is_floating_point() || tensor.is_complex()) ? wanted : tensor.dtype;
                Native.CallList(set_data, tensor, tensor.to(type, device ?? tensor.device));
            }

            private static readonly Op set_data = new("set_data");
        }
    }
}

/// <summary>Moves and conversions of modules, each returning the module in its own type. Integer buffers keep their type.</summary>
public static class ModuleExtensionMethods
{
    public static T to<T>(this T module, ScalarType type, bool non_blocking = false) where T : nn.Module => Moved(module, null, type);

    public static T to<T>(this T module, Device device, ScalarType type, bool non_blocking = false) where T : nn.Module => Moved(module, device, type);

    public static T to<T>(this T module, DeviceType deviceType, int deviceIndex = -1, bool non_blocking = false) where T : nn.Module =>
        Moved(module, new Device(deviceType, deviceIndex), null);

    public static T to<T>(this T module, Device device, bool non_blocking = false) where T : nn.Module => Moved(module, device, null);

    public static T to<T>(this T module, string device, bool non_blocking = false) where T : nn.Module => Moved(module, new Device(device), null);

    /// <summary>To the device and type of a tensor.</summary>
    public static T to<T>(this T module, Tensor other, bool non_blocking = false) where T : nn.Module => Moved(module, other.device, other.dtype);

    public static T cpu<T>(this T module, bool non_blocking = false) where T : nn.Module => Moved(module, CPU, null);

    public static T cuda<T>(this T module, int deviceIndex = -1, bool non_blocking = false) where T : nn.Module =>
        Moved(module, new Device(DeviceType.CUDA, deviceIndex), null);

    public static T half<T>(this T module, bool non_blocking = false) where T : nn.Module => Moved(module, null, ScalarType.Float16);

    public static T bfloat16<T>(this T module, bool non_blocking = false) where T : nn.Module => Moved(module, null, ScalarType.BFloat16);

    public static T @float<T>(this T module, bool non_blocking = false) where T : nn.Module => Moved(module, null, ScalarType.Float32);

    public static T @double<T>(this T module, bool non_blocking = false) where T : nn.Module => Moved(module, null, ScalarType.Float64);

    private static T Moved<T>(T module, Device? device, ScalarType? dtype) where T : nn.Module
    {
        module.Move(device, dtype);
        return module;
    }
}
