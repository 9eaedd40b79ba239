using System.Runtime.ExceptionServices;
using System.Runtime.InteropServices;

namespace EarlyExit.Tests.Promises;

/// <summary>Runs a check whose files belong to nobody in particular: permissions then stop root as well.</summary>
internal static partial class Unprivileged
{
    private const int Nobody = 65534;

    public static void Run(Action check)
    {
        if (Environment.UserName != "root")
        {
            check();
            return;
        }
        // Linux keeps this user, and the rights that go with it, per thread: the others stay root.
        ExceptionDispatchInfo? failed = null;
        var thread = new Thread(() =>
        {
            var _ = setfsuid(Nobody);
            try
            {
                check();
            }
            catch (Exception error)
            {
                failed = ExceptionDispatchInfo.Capture(error);
            }
        });
        thread.Start();
        thread.Join();
        failed?.Throw();
    }

    [LibraryImport("libc")]
    private static partial int setfsuid(int user);
}
