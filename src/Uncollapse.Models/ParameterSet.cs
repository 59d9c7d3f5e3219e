using System.Numerics;
using Uncollapse.Tensors;
using Uncollapse.Tensors.Autodiff;

namespace Uncollapse.Models;

/// <summary>All of a model's parameters and state by name, in the order its parts were built.</summary>
public sealed class ParameterSet<T> : IDisposable
    where T : unmanaged, IBinaryFloatingPointIeee754<T>
{
    private readonly List<Parameter<T>> _all = [];
    private readonly List<Parameter<T>> _trained = [];
    private readonly List<Tensor<T>> _constants = [];
    private readonly long _most;
    private long _numbers;
    private long _constantNumbers;

    /// <summary>A set without a parameter.</summary>
    /// <param name="most">The most numbers that its parameters and state may have, and its constants again: what a file can hold, where they come from one.
    /// It is checked before memory is taken.</param>
    public ParameterSet(long most = long.MaxValue) => _most = most;

    /// <summary>Everything that a checkpoint must hold.</summary>
    public IReadOnlyList<Parameter<T>> All => _all;

    /// <summary>What an optimiser moves.</summary>
    public IReadOnlyList<Parameter<T>> Trained => _trained;

    /// <summary>The parameter of a name.</summary>
    /// <exception cref="KeyNotFoundException">There is none.</exception>
    public Parameter<T> this[string name] => _all.Find(p => string.Equals(p.Name, name, StringComparison.Ordinal))
        ?? throw new KeyNotFoundException($"no parameter is called {name}; there are {string.Join(", ", _all.Select(p => p.Name))}");

    /// <summary>Adds a tensor of zeros that training moves.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    /// <exception cref="ShapeException">There are more numbers than the set may have.</exception>
    public Tensor<T> AddTrained(string name, Shape shape) => Add(name, shape, true);

    /// <summary>Adds a tensor of zeros that is state.</summary>
    /// <exception cref="ArgumentException">The name is taken.</exception>
    /// <exception cref="ShapeException">There are more numbers than the set may have.</exception>
    public Tensor<T> AddState(string name, Shape shape) => Add(name, shape, false);

    /// <summary>Adds a tensor of zeros that the model makes for itself, such as a mask: it is no parameter and is not saved.</summary>
    /// <exception cref="ShapeException">There are more numbers than the set may have.</exception>
    public Tensor<T> AddConstant(Shape shape)
    {
        Count(ref _constantNumbers, "a constant", shape);
        var tensor = new Tensor<T>(shape);
        _constants.Add(tensor);
        return tensor;
    }

    /// <summary>Returns the native memory.</summary>
    public void Dispose()
    {
        foreach (var constant in _constants)
            constant.Dispose();
        foreach (var parameter in _all)
            parameter.Tensor.Dispose();
    }

    private Tensor<T> Add(string name, Shape shape, bool isTrained)
    {
        if (_all.Exists(p => string.Equals(p.Name, name, StringComparison.Ordinal)))
            throw new ArgumentException($"two parameters are called {name}", nameof(name));

        Count(ref _numbers, name, shape);
        var parameter = new Parameter<T>(name, new Tensor<T>(shape, requiresGradient: isTrained), isTrained);
        _all.Add(parameter);
        if (isTrained)
            _trained.Add(parameter);
        return parameter.Tensor;
    }

    private void Count(ref long numbers, string name, Shape shape)
    {
        if (shape.Length > _most - numbers)
            throw new ShapeException(name, $"expected at most {_most} numbers in all, found {shape} beside {numbers} before it");

        numbers += shape.Length;
    }
}
