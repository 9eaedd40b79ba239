namespace TorchSharp;

public static partial class torch
{
    public static partial class nn
    {
        public interface IModule<T, TResult>
        {
            TResult call(T input1);
        }

        public interface IModule<T1, T2, TResult>
        {
            TResult call(T1 input1, T2 input2);
        }

        public interface IModule<T1, T2, T3, T4, T5, T6, TResult>
        {
            TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6);
        }

        /// <summary>A module whose calls can be watched, and their inputs and results replaced.</summary>
        public class HookableModule<TPreHook, TPostHook> : Module
        {
            private protected readonly OrderedDictionary<string, TPreHook> PreHooks = [];
            private protected readonly OrderedDictionary<string, TPostHook> PostHooks = [];
            private readonly OrderedDictionary<string, Action<Module>> before = [];
            private readonly OrderedDictionary<string, Action<Module>> after = [];

            protected HookableModule(string name) : base(name) { }

            /// <summary>Calls a hook after each forward pass; a result other than null takes the result's place.</summary>
            public HookRemover register_forward_hook(TPostHook hook) => Add(PostHooks, hook);

            public HookRemover register_forward_hook(Action<Module> hook) => Add(after, hook);

            /// <summary>Calls a hook before each forward pass; a result other than null takes the input's place.</summary>
            public HookRemover register_forward_pre_hook(TPreHook hook) => Add(PreHooks, hook);

            public HookRemover register_forward_pre_hook(Action<Module> hook) => Add(before, hook);

            private HookRemover Add<THook>(OrderedDictionary<string, THook> hooks, THook hook)
            {
                var key = Guid.NewGuid().ToString();
                hooks.Add(key, hook);
                return new HookRemover(this, key);
            }

            private protected void RunBefore() => Run(before);

            private protected void RunAfter() => Run(after);

            private void Run(OrderedDictionary<string, Action<Module>> hooks)
            {
                if (hooks.Count == 0) return;
                foreach (var hook in hooks.Values) hook(this);
            }

            public class HookRemover(HookableModule<TPreHook, TPostHook> module, string key)
            {
                public void remove()
                {
                    module.PreHooks.Remove(key);
                    module.PostHooks.Remove(key);
                    module.before.Remove(key);
                    module.after.Remove(key);
                }
            }
        }

        /// <summary>A module of one input. Derive from it, write <see cref="forward"/>, and use it through <see cref="call"/>.</summary>
        public abstract class Module<T, TResult>(string name)
            : HookableModule<Func<Module<T, TResult>, T, T>, Func<Module<T, TResult>, T, TResult, TResult>>(name), IModule<T, TResult>
        {
            public abstract TResult forward(T input);

            /// <summary>Runs the hooks and, between them, <see cref="forward"/>.</summary>
            public TResult call(T input1)
            {
                RunBefore();
                foreach (var hook in PreHooks.Values) input1 = hook(this, input1) ?? input1;
                var result = forward(input1);
                foreach (var hook in PostHooks.Values) result = hook(this, input1, result) ?? result;
                RunAfter();
                return result;
            }
        }

        /// <summary>A module of two inputs; a loss is one.</summary>
        public abstract class Module<T1, T2, TResult>(string name)
            : HookableModule<Func<Module<T1, T2, TResult>, T1, T2, (T1, T2)?>, Func<Module<T1, T2, TResult>, T1, T2, TResult, TResult>>(name),
                IModule<T1, T2, TResult>
        {
            public abstract TResult forward(T1 input1, T2 input2);

            public TResult call(T1 input1, T2 input2)
            {
                RunBefore();
                foreach (var hook in PreHooks.Values) (input1, input2) = hook(this, input1, input2) ?? (input1, input2);
                var result = forward(input1, input2);
                foreach (var hook in PostHooks.Values) result = hook(this, input1, input2, result) ?? result;
                RunAfter();
                return result;
            }
        }

        /// <summary>A module of six inputs, as attention is.</summary>
        public abstract class Module<T1, T2, T3, T4, T5, T6, TResult>(string name)
            : HookableModule<Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, (T1, T2, T3, T4, T5, T6)?>,
                    Func<Module<T1, T2, T3, T4, T5, T6, TResult>, T1, T2, T3, T4, T5, T6, TResult, TResult>>(name),
                IModule<T1, T2, T3, T4, T5, T6, TResult>
        {
            public abstract TResult forward(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6);

            public TResult call(T1 input1, T2 input2, T3 input3, T4 input4, T5 input5, T6 input6)
            {
                RunBefore();
                foreach (var hook in PreHooks.Values)
                {
                    (input1, input2, input3, input4, input5, input6) =
                        hook(this, input1, input2, input3, input4, input5, input6) ?? (input1, input2, input3, input4, input5, input6);
                }
                var result = forward(input1, input2, input3, input4, input5, input6);
                foreach (var hook in PostHooks.Values) result = hook(this, input1, input2, input3, input4, input5, input6, result) ?? result;
                RunAfter();
                return result;
            }
        }
    }
}
