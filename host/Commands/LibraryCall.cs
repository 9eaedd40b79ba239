using System.Reflection;
using EarlyExit.Host.Setup;

namespace EarlyExit.Host.Commands;

/// <summary>
/// Methods of the library, found by their names: this program is built before the library and cannot reference it. Where a script would be
/// compiled anew by each of hundreds of processes (<see cref="LibraryScript"/>), a call costs milliseconds.
/// </summary>
internal sealed class LibraryCall
{
    private readonly Type _type;

    private LibraryCall(Type type) => _type = type;

    /// <summary>Builds the library where needed and loads it.</summary>
    /// <param name="repository">Whose library.</param>
    /// <param name="type">Full name of a static class, whose methods have no overloads and take types of .NET.</param>
    /// <param name="cancellation">Stops the build.</param>
    public static async Task<LibraryCall> LoadAsync(Repository repository, string type, CancellationToken cancellation)
    {
        // What a command prints may go to a file; that the library is being built does not belong there.
        var output = Console.Out;
        Console.SetOut(Console.Error);
        try
        {
            await new Machine(repository).PrepareAsync(Target.Library, cancellation);
        }
        finally
        {
            Console.SetOut(output);
        }
        return LoadBuilt(repository, type);
    }

    /// <summary>Loads the library as it is: what a task of hundreds does, which must not build all at once.</summary>
    /// <exception cref="UsageException">It has not been built.</exception>
    public static LibraryCall LoadBuilt(Repository repository, string type)
    {
        var path = Path.Combine(repository.Root, Target.Library.Product);
        if (!File.Exists(path)) throw new UsageException($"{repository.Short(path)} is not there: run ./workbook sweep plan once where it can be built.");
        return new(Assembly.LoadFrom(path).GetType(type, throwOnError: true)!);
    }

    /// <summary>Calls a method.</summary>
    /// <exception cref="UsageException">Something that the user can put right.</exception>
    public T Invoke<T>(string method, params object?[] arguments)
    {
        try
        {
            return (T)_type.GetMethod(method)!.Invoke(null, BindingFlags.DoNotWrapExceptions, null, arguments, null)!;
        }
        catch (FileNotFoundException problem) when (arguments is [string path, ..] && !File.Exists(path))
        {
            throw new UsageException($"There is no file '{path}'.", problem);
        }
        catch (Exception problem) when (LibraryScript.IsForTheUser(problem.GetType().FullName!))
        {
            throw new UsageException(problem.Message.ReplaceLineEndings(" "), problem);
        }
    }
}
