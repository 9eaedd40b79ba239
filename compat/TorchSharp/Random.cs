namespace TorchSharp;

public static partial class torch
{
    /// <summary>A stream of random numbers, PyTorch's own: the same seed gives the same numbers.</summary>
    public class Generator : IDisposable
    {
        private nint handle;

        public Generator(ulong seed = 0, Device? device = null) : this(device ?? CPU, fresh: true) =>
            Native.Check(Bridge.ee_generator_set_seed(Handle, seed));

        private unsafe Generator(Device device, bool fresh)
        {
            nint made;
            Native.Check(Bridge.ee_generator((int)device.type, device.index, fresh ? 1 : 0, &made));
            (handle, this.device) = (made, device);
        }

        ~Generator() => Dispose(false);

        /// <summary>The stream that is used where no generator is given.</summary>
        public static Generator Default => new(CPU, fresh: false);

        public IntPtr Handle => handle;
        public Device device { get; private set; }

        public Tensor get_state() => new((nint)Native.Check(Bridge.ee_generator_state(Handle)));
        public void set_state(Tensor value) => Native.Check(Bridge.ee_generator_set_state(Handle, value.Handle));
        public long initial_seed() => (long)Bridge.ee_generator_seed(Handle);

        public Generator manual_seed(long seed)
        {
            Native.Check(Bridge.ee_generator_set_seed(Handle, (ulong)seed));
            return this;
        }

        /// <summary>Seeds from the clock and returns the seed.</summary>
        public long seed()
        {
            var seed = DateTime.UtcNow.Ticks;
            manual_seed(seed);
            return seed;
        }

        protected virtual void Dispose(bool disposing)
        {
            var released = Interlocked.Exchange(ref handle, 0);
            if (released != 0) Bridge.ee_generator_release(released);
        }

        public void Dispose()
        {
            Dispose(true);
            GC.SuppressFinalize(this);
        }
    }

    public static long seed() => random.seed();
    public static Generator manual_seed(long seed) => random.manual_seed(seed);
    public static long initial_seed() => random.initial_seed();
    public static Tensor get_rng_state() => random.get_rng_state();
    public static void set_rng_state(Tensor new_state) => random.set_rng_state(new_state);

    public static partial class random
    {
        public static long seed() => Generator.Default.seed();
        public static long initial_seed() => Generator.Default.initial_seed();
        public static Tensor get_rng_state() => Generator.Default.get_state();
        public static void set_rng_state(Tensor new_state) => Generator.Default.set_state(new_state);

        /// <summary>Seeds the default generators of all devices.</summary>
        public static Generator manual_seed(long seed)
        {
            Native.Check(Bridge.ee_manual_seed(seed));
            return Generator.Default;
        }
    }
}
