using System.Reflection;
using System.Text;
using Uncollapse.Tests;

namespace Uncollapse.Repository.Tests;

/// <summary>The public surface of every room, listed in a file: a change of it is seen in review.</summary>
public sealed class PublicApiTests
{
    private static readonly string[] _rooms = ["Records", "Tensors", "Data", "Models", "Training", "Diagnosis", "Reporting", "Treatment", "Zoo"];

    public static TheoryData<string> Rooms => [.. _rooms];

    [Theory]
    [MemberData(nameof(Rooms))]
    public void ThePublicSurfaceIsTheListedOne(string room)
    {
        string path = Path.Combine(TestFiles.Root, "tests", "Uncollapse.Repository.Tests", "PublicApi", room + ".txt");
        string actual = Describe(Assembly.Load("Uncollapse." + room));
        if (Environment.GetEnvironmentVariable("UNCOLLAPSE_ACCEPT_API") == "1") File.WriteAllText(path, actual);
        string listed = File.Exists(path) ? File.ReadAllText(path) : "";
        string[] changes =
        [
            .. listed.Split('\n').Except(actual.Split('\n')).Select(line => "- " + line),
            .. actual.Split('\n').Except(listed.Split('\n')).Select(line => "+ " + line),
        ];
        Assert.True(changes.Length == 0, $"{room}: accept with UNCOLLAPSE_ACCEPT_API=1 if meant:\n" + string.Join('\n', changes.Take(40)));
    }

    private static string Describe(Assembly assembly)
    {
        var text = new StringBuilder();
        foreach (Type type in assembly.GetExportedTypes().OrderBy(Name, StringComparer.Ordinal))
        {
            text.Append(Kind(type)).Append(' ').Append(Name(type)).Append('\n');
            const BindingFlags Declared = BindingFlags.Public | BindingFlags.NonPublic | BindingFlags.Instance | BindingFlags.Static | BindingFlags.DeclaredOnly;
            foreach (string member in type.GetMembers(Declared).Select(Member).OfType<string>().Distinct().Order(StringComparer.Ordinal))
            {
                text.Append("    ").Append(member).Append('\n');
            }
        }

        return text.ToString();
    }

    private static string Kind(Type type) =>
        type.IsEnum ? "enum" : type.IsInterface ? "interface" : type.IsValueType ? "struct"
        : type is { IsAbstract: true, IsSealed: true } ? "static class" : type.IsAbstract ? "abstract class" : type.IsSealed ? "sealed class" : "class";

    private static string? Member(MemberInfo member) => member switch
    {
        // Compiler-made members of records and accessors would only repeat their owners.
        _ when member.Name.Contains('<', StringComparison.Ordinal) => null,
        MethodInfo { IsSpecialName: true } => null,
        MethodInfo method when !Visible(method) || method.DeclaringType!.IsEnum => null,
        MethodInfo method => $"{(method.IsStatic ? "static " : "")}{Name(method.ReturnType)} {method.Name}{Parameters(method.GetParameters())}",
        ConstructorInfo constructor => Visible(constructor) ? "new" + Parameters(constructor.GetParameters()) : null,
        PropertyInfo property => property.GetAccessors(nonPublic: true).Any(Visible) ? $"{Name(property.PropertyType)} {property.Name} {{ {Accessors(property)} }}" : null,
        FieldInfo field => field is { IsPublic: true, IsSpecialName: false } ? $"{(field.IsLiteral ? "const " : "")}{Name(field.FieldType)} {field.Name}" : null,
        EventInfo happening => $"event {Name(happening.EventHandlerType!)} {happening.Name}",
        _ => null,
    };

    private static bool Visible(MethodBase method) => method.IsPublic || method.IsFamily || method.IsFamilyOrAssembly;

    private static string Accessors(PropertyInfo property) =>
        string.Join(' ', property.GetAccessors(nonPublic: true).Where(Visible).Select(accessor => accessor.ReturnType == typeof(void) ? "set;" : "get;").Order(StringComparer.Ordinal));

    private static string Parameters(ParameterInfo[] parameters) =>
        "(" + string.Join(", ", parameters.Select(parameter => $"{Name(parameter.ParameterType)} {parameter.Name}")) + ")";

    private static string Name(Type type)
    {
        if (type.IsGenericParameter) return type.Name;
        if (type.IsByRef) return "ref " + Name(type.GetElementType()!);
        if (type.IsArray) return Name(type.GetElementType()!) + "[]";
        string name = type.IsNested ? $"{Name(type.DeclaringType!)}.{type.Name}" : type.Namespace is "System" ? type.Name : $"{type.Namespace}.{type.Name}";
        int tick = name.LastIndexOf('`');
        if (!type.IsGenericType || tick < 0) return name;
        return $"{name[..tick]}<{string.Join(", ", type.GetGenericArguments().Select(Name))}>";
    }
}
